package dev.interlock.testkit.junit;

import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;

/**
 * Resolves the parameters of {@link FakeAwsTest}, for those who put their own annotations together. Knows no service: a
 * client is made by its own {@code builder()}.
 */
public final class FakeAwsExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(FakeAwsExtension.class);

    /** For JUnit. */
    public FakeAwsExtension() {}

    /** A constructor's parameters belong to the test as well; by default they would be shared by the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == FakeAws.class
                || type == MutableInstantSource.class
                || (type.isInterface() && SdkClient.class.isAssignableFrom(type));
    }

    /** By the method that JUnit 5 has too; its successor is of version 6. */
    @Override
    @SuppressWarnings("deprecation")
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        ExtensionContext.Store store = test.getStore(NAMESPACE);
        FakeAws aws =
                requireNonNull(store.getOrComputeIfAbsent(FakeAws.class, type -> FakeAws.create(), FakeAws.class));
        Class<?> type = parameter.getParameter().getType();
        if (type == FakeAws.class) {
            return aws;
        }
        return type == MutableInstantSource.class
                ? aws.clock()
                : requireNonNull(store.getOrComputeIfAbsent(type, t -> connect(aws, t), SdkClient.class));
    }

    /** An SDK client is {@link AutoCloseable}, so the store closes it with the test. */
    private static SdkClient connect(FakeAws aws, Class<?> type) {
        try {
            AwsClientBuilder<?, ?> builder =
                    (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
            return (SdkClient) connected(aws, builder);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new ParameterResolutionException("cannot make a client of " + type.getName(), e);
        }
    }

    private static <B extends AwsClientBuilder<B, C>, C> C connected(FakeAws aws, AwsClientBuilder<B, C> builder) {
        @SuppressWarnings("unchecked") // an SDK builder is its own B
        B itself = (B) builder;
        return aws.connect(itself).build();
    }
}
