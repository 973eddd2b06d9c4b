package dev.interlock.envelope;

import dev.interlock.envelope.DedupId.Strength;
import dev.interlock.envelope.Part.Content;
import dev.interlock.internal.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests by HTTP. */
final class HttpEnvelopes implements Opener {
    @Override
    public @Nullable List<Part> open(Json object) {
        Json context = object.get("requestContext");
        EnvelopeKind kind = context == null || !context.isObject() ? null : kind(object, context);
        if (kind == null || context == null) {
            return null;
        }
        Json encoded = object.get("isBase64Encoded");
        boolean base64 = encoded != null && encoded.raw().equals("true");
        Json sent = "".equals(object.text("body")) ? null : object.get("body"); // a load balancer's "no body"
        Content body = base64 ? new Content.Base64(sent) : new Content.Value(sent);
        Part part = Part.of(kind, "/body", body);
        String key = header(object, "idempotency-key");
        if (key != null) {
            return List.of(part.id(Strength.STABLE, key));
        }
        String attempt = kind == EnvelopeKind.ALB ? header(object, "x-amzn-trace-id") : context.text("requestId");
        return List.of(part.id(Strength.PER_ATTEMPT, attempt));
    }

    private static @Nullable EnvelopeKind kind(Json object, Json context) {
        if (context.has("elb")) {
            return EnvelopeKind.ALB;
        }
        if (context.text("serviceNetworkArn") != null && "2.0".equals(object.text("version"))) {
            return EnvelopeKind.VPC_LATTICE_V2;
        }
        if (context.text("connectionId") != null && context.text("eventType") != null) {
            return EnvelopeKind.APIGW_WEBSOCKET;
        }
        if (object.text("rawPath") != null) {
            String domain = context.text("domainName");
            return domain != null && domain.contains(".lambda-url.") ? EnvelopeKind.LAMBDA_URL : EnvelopeKind.APIGW_V2;
        }
        return object.text("httpMethod") != null && object.text("resource") != null ? EnvelopeKind.APIGW_V1 : null;
    }

    private static @Nullable String header(Json object, String name) {
        String single = among(object.get("headers"), name);
        return single != null ? single : among(object.get("multiValueHeaders"), name);
    }

    private static @Nullable String among(@Nullable Json headers, String name) {
        if (headers == null) {
            return null;
        }
        for (Map.Entry<String, Json> header : headers.fields().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                List<Json> values = header.getValue().items();
                return values.isEmpty()
                        ? header.getValue().text()
                        : values.get(0).text();
            }
        }
        return null;
    }
}
