package dev.interlock.aws.arch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {
    private static final JavaClasses AWS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.interlock.aws");

    private static final ArchRule FEATURES_ARE_STRANGERS = slices().matching("dev.interlock.aws.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("dev.interlock.aws.internal.."))
            .because("a user takes one adapter without the services of another");
    private static final ArchRule NO_HTTP_CLIENT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "software.amazon.awssdk.http.nio..",
                    "software.amazon.awssdk.http.apache..",
                    "software.amazon.awssdk.http.urlconnection..")
            .because("the client, and what it connects with, is the user's");
    private static final ArchRule TIME_IS_HANDED_IN = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a decision is made as of the caller's moment");
    private static final ArchRule ADAPTERS_ARE_FINAL = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("an adapter is used, not extended");

    @TestFactory
    Stream<DynamicTest> rules() {
        return Stream.of(FEATURES_ARE_STRANGERS, NO_HTTP_CLIENT, TIME_IS_HANDED_IN, ADAPTERS_ARE_FINAL)
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(),
                        () -> rule.allowEmptyShould(false).check(AWS)));
    }
}
