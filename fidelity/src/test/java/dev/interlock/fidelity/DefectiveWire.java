package dev.interlock.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.fidelity.Defect.Side;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Puts a defect between a client and the fake. */
final class DefectiveWire implements ExecutionInterceptor {
    private final Defect defect;

    DefectiveWire(Defect defect) {
        this.defect = defect;
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        return changed(context)
                .map(body -> context.httpRequest().toBuilder()
                        .putHeader(
                                "Content-Length",
                                Long.toString(body.optionalContentLength().orElseThrow()))
                        .build())
                .orElse(context.httpRequest());
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        return changed(context);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responseBody()
                .map(DefectiveWire::text)
                .map(json ->
                        new ByteArrayInputStream(defect.apply(Side.ANSWER, json).getBytes(UTF_8)));
    }

    private Optional<RequestBody> changed(Context.ModifyHttpRequest context) {
        return context.requestBody()
                .map(body -> text(body.contentStreamProvider().newStream()))
                .map(json -> RequestBody.fromString(defect.apply(Side.REQUEST, json)));
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was on the wire", e);
        }
    }
}
