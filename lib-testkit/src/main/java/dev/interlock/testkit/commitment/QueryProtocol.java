package dev.interlock.testkit.commitment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import dev.interlock.testkit.wire.XmlText;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * The query protocol: a form, answered in XML. EC2 has an older one of its own, with less around answers and errors.
 */
enum QueryProtocol implements Protocol {
    AWS_QUERY {
        @Override
        public WireResponse answer(String operation, Map<String, Object> fields, String requestId) {
            return xml(200, XmlText.document(operation + "Response", answer -> {
                answer.element(operation + "Result", result -> write(result, fields));
                answer.element("ResponseMetadata", metadata -> metadata.element("RequestId", requestId));
            }));
        }

        @Override
        public WireResponse error(int status, String code, String message, String requestId) {
            return xml(status, XmlText.document("ErrorResponse", answer -> {
                answer.element("Error", error -> {
                    error.element("Type", status < 500 ? "Sender" : "Receiver");
                    error.element("Code", code);
                    error.element("Message", message);
                });
                answer.element("RequestId", requestId);
            }));
        }
    },
    EC2 {
        @Override
        public WireResponse answer(String operation, Map<String, Object> fields, String requestId) {
            return xml(200, XmlText.document(operation + "Response", answer -> {
                answer.element("requestId", requestId);
                write(answer, fields);
            }));
        }

        @Override
        public WireResponse error(int status, String code, String message, String requestId) {
            return xml(status, XmlText.document("Response", answer -> {
                answer.element(
                        "Errors",
                        errors -> errors.element("Error", error -> {
                            error.element("Code", code);
                            error.element("Message", message);
                        }));
                answer.element("RequestID", requestId);
            }));
        }
    };

    @Override
    public Call read(WireRequest request) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : new String(request.body(), UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        form.remove("Version");
        String operation = form.remove("Action");
        return new Call(operation == null ? "" : operation, form);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    private static void write(XmlText xml, Map<String, Object> fields) throws XMLStreamException {
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (field.getValue() instanceof Listed listed) {
                xml.element(field.getKey(), list -> {
                    for (Map<String, Object> item : listed.items()) {
                        list.element(listed.member(), member -> write(member, item));
                    }
                });
            } else if (field.getValue() instanceof Nested nested) {
                xml.element(field.getKey(), inner -> write(inner, nested.fields()));
            } else {
                xml.element(field.getKey(), String.valueOf(field.getValue()));
            }
        }
    }

    private static WireResponse xml(int status, String document) {
        return WireResponse.of(status)
                .header("Content-Type", "text/xml;charset=UTF-8")
                .body(document);
    }
}
