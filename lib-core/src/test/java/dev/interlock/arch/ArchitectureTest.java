package dev.interlock.arch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import dev.interlock.mutex.AsyncExecutionMutex;
import dev.interlock.mutex.ExecutionMutex;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.interlock");

    private static final Set<String> OPTIONALS = Set.of(
            Optional.class.getName(),
            OptionalInt.class.getName(),
            OptionalLong.class.getName(),
            OptionalDouble.class.getName());

    private static final ArchRule FEATURES_ARE_STRANGERS = slices().matching("dev.interlock.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAnyPackage("dev.interlock.schedule..", "dev.interlock.internal.."))
            .ignoreDependency(resideInAPackage("dev.interlock.monitor.."), alwaysTrue())
            .because("a feature is taken alone; the caller composes, and the monitor is the one composition");

    private static final ArchRule SHARED_VALUES_KNOW_NO_FEATURE = classes()
            .that()
            .resideInAPackage("dev.interlock")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.interlock", "dev.interlock.internal..", "java..", "org.jspecify..")
            .because("what every feature shares would otherwise tie every feature to one of them");

    private static final ArchRule CORE_STANDS_ALONE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.interlock..",
                    "java..",
                    "org.jspecify..",
                    "org.snakeyaml.engine..",
                    "com.fasterxml.jackson..",
                    "com.networknt.schema..",
                    "io.github.resilience4j..")
            .because("each dependency of the core is one of every user, and needs a decision record");

    private static final ArchRule TIME_IS_HANDED_IN = noClasses()
            .should()
            .callCodeUnitWhere(readsAClock())
            .because("a decision speaks of one moment, which the caller reads and hands in");

    private static final ArchRule NOTHING_CHANGES = fields().that()
            .areDeclaredInClassesThat()
            .haveSimpleNameNotEndingWith("Builder")
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("dev.interlock.internal..")
            .should()
            .beFinal()
            .because("values are immutable and shared between threads; only a builder collects, and a lent digest");

    private static final ArchRule NO_OPTIONAL_FIELDS = noFields()
            .should()
            .haveRawType(optional())
            .because("an Optional answers a question, it does not hold a state");

    private static final ArchRule NO_OPTIONAL_PARAMETERS = noCodeUnits()
            .that()
            .areDeclaredInClassesThat(describe(
                    "no mutex, whose caller has the role of a run or has none, and must not forget to say which",
                    type -> !type.isEquivalentTo(ExecutionMutex.class)
                            && !type.isEquivalentTo(AsyncExecutionMutex.class)))
            .should()
            .haveRawParameterTypes(describe(
                    "containing an Optional",
                    (List<JavaClass> parameters) -> parameters.stream().anyMatch(optional())))
            .because("a second method says more than an empty argument");

    private static final ArchRule NO_CATCH_ALL_NAMES = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Handler|Impl|Info|Data|Base|Abstract|Default)"
                    + "|.*[.$](Base|Abstract|Default)[A-Z][^.$]*")
            .because("a class is named by what it is or by what makes it different");

    private static final ArchRule NOBODY_LOGS_OR_PRINTS = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("the verdicts are the log of the core");

    private static final ArchRule NOBODY_EXTENDS = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("a class that is not made for extension cannot keep its promises in a subclass");

    private static final ArchRule NO_CHECKED_EXCEPTIONS = noCodeUnits()
            .should()
            .declareThrowableOfType(describe(
                    "checked exception that a caller meets, other than that a stream cannot be read",
                    type -> type.isAssignableTo(Throwable.class)
                            && type.getModifiers().contains(JavaModifier.PUBLIC)
                            && !type.isEquivalentTo(IOException.class)
                            && !type.isAssignableTo(RuntimeException.class)
                            && !type.isAssignableTo(Error.class)))
            .because("what a caller must branch on is a sealed result; that a stream breaks is its owner's business");

    private static final ArchRule NO_JACKSON_IN_PUBLIC_SIGNATURES = noMembers()
            .that()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("dev.interlock.internal..")
            .and(describe(
                    "are public", (JavaMember member) -> member.getModifiers().contains(JavaModifier.PUBLIC)))
            .should(ArchCondition.from(describe(
                    "speak of a type of a library, also as a type argument",
                    (JavaMember member) ->
                            member.getAllInvolvedRawTypes().stream().anyMatch(libraries()))))
            .because("users bring their own version of Jackson, and what is inside can be replaced");

    @TestFactory
    Stream<DynamicTest> core_everyRule_holds() {
        return Stream.of(
                        FEATURES_ARE_STRANGERS,
                        SHARED_VALUES_KNOW_NO_FEATURE,
                        CORE_STANDS_ALONE,
                        TIME_IS_HANDED_IN,
                        NOTHING_CHANGES,
                        NO_OPTIONAL_FIELDS,
                        NO_OPTIONAL_PARAMETERS,
                        NO_CATCH_ALL_NAMES,
                        NOBODY_LOGS_OR_PRINTS,
                        NOBODY_EXTENDS,
                        NO_CHECKED_EXCEPTIONS,
                        NO_JACKSON_IN_PUBLIC_SIGNATURES)
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CORE)));
    }

    private static DescribedPredicate<JavaClass> libraries() {
        return resideInAnyPackage(
                "com.fasterxml..", "com.networknt..", "tools.jackson..", "io.github.resilience4j..", "org.snakeyaml..");
    }

    private static DescribedPredicate<JavaClass> optional() {
        return describe("Optional", type -> OPTIONALS.contains(type.getName()));
    }

    private static DescribedPredicate<JavaCall<?>> readsAClock() {
        return describe("it reads a clock", call -> {
            CodeUnitCallTarget target = call.getTarget();
            String owner = target.getOwner().getName();
            String name = target.getName();
            return (owner.startsWith("java.time.") && name.equals("now"))
                    || (owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick")))
                    || (owner.equals(InstantSource.class.getName()) && name.equals("system"))
                    || (owner.equals("java.lang.System")
                            && (name.equals("currentTimeMillis") || name.equals("nanoTime")))
                    || (owner.equals("java.util.Date")
                            && name.equals("<init>")
                            && target.getRawParameterTypes().isEmpty());
        });
    }
}
