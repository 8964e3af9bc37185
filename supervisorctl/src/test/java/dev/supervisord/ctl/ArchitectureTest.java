package dev.supervisord.ctl;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the client apart from the daemon: all it knows is the protocol. */
class ArchitectureTest {
    private static final JavaClasses CLIENT =
            new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", "."), "target", "classes"));

    @Test
    void theClientLivesInItsOwnPackages() {
        check(classes().should().resideInAPackage("dev.supervisord.ctl.."));
    }

    @Test
    void theClientKnowsOnlyTheProtocolAndNeverTheDaemon() {
        check(noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.supervisord..")
                        .and(not(resideInAnyPackage("dev.supervisord.ctl..", "dev.supervisord.v1..")))));
    }

    @Test
    void nettyIsOnlyForTests() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("io.grpc.netty.."));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("dev.supervisord.(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyMainEndsTheJvm() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.supervisord.ctl.Main")
                .should()
                .callMethodWhere(describe(
                        "System.exit or Runtime.halt",
                        call -> (call.getTargetOwner().isEquivalentTo(System.class)
                                        || call.getTargetOwner().isEquivalentTo(Runtime.class))
                                && (call.getName().equals("exit")
                                        || call.getName().equals("halt")))));
    }

    @Test
    void everyPackageSaysThatItIsNullMarked() {
        check(noClasses()
                .should()
                .beAssignableTo(describe(
                        "a class whose package is not @NullMarked",
                        (JavaClass type) -> type.getPackageName().startsWith("dev.supervisord")
                                && !type.getPackage().isAnnotatedWith(NullMarked.class))));
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*(Impl|Utils?|Helpers?|Manager)"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLIENT);
    }
}
