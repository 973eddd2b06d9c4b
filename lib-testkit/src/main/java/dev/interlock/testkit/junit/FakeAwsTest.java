package dev.interlock.testkit.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the parameters of a test class, its constructor and its methods a fake AWS of the test's own:
 * {@snippet class="dev.interlock.testkit.SnippetsTest" region="junit"}
 *
 * <p>Parameters may be a {@link dev.interlock.testkit.FakeAws}, its {@link dev.interlock.testkit.MutableInstantSource}
 * and every client interface of the SDK, blocking or asynchronous; all of one test belong together. Clients are closed
 * after the test.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FakeAwsExtension.class)
public @interface FakeAwsTest {}
