package dev.supervisord;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the house in order: who may use whom, and what the daemon's code never does. */
class ArchitectureTest {
    private static final String ROOT = "dev.supervisord";

    /** Each package of the daemon and the packages it may use. A package that is not listed may not exist. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("model", Set.of()),
            entry("machine", Set.of("model")),
            entry("engine", Set.of("machine", "model", "os", "output", "log")),
            entry("config", Set.of("model")),
            entry("os", Set.of("model")),
            entry("os.posix", Set.of("os", "model")),
            entry("output", Set.of("os", "model", "log")),
            entry("log", Set.of("model")),
            entry("rpc", Set.of("engine", "output", "os", "model", "log", "v1")),
            entry(
                    "app",
                    Set.of("model", "machine", "engine", "config", "os", "os.posix", "output", "log", "rpc", "v1")));

    /** Each library by the root of its packages, and where it may be used. A library that is not listed is not used. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            entry("com.sun.jna", Set.of("os.posix")),
            entry("com.moandjiezana.toml", Set.of("config")),
            entry("com.google.gson", Set.of("config")),
            entry("io.grpc", Set.of("rpc", "app")),
            entry("com.google.protobuf", Set.of("rpc", "app")),
            entry("com.google.rpc", Set.of("rpc", "app")));

    /** What everyone may use: the JDK and annotations that leave nothing at run time. */
    private static final Set<String> EVERYWHERE =
            Set.of("java", "javax", "org.jspecify.annotations", "com.google.errorprone.annotations");

    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Impl|Utils?|Helpers?|Manager)");

    private static final String MAIN = ROOT + ".app.Main";

    private static final JavaClasses DAEMON =
            new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", "."), "target", "classes"));

    @Test
    void packagesUseOnlyThePackagesTheTableAllows() {
        check(classes().should(new KeepToTheTable()));
    }

    @Test
    void librariesAreUsedOnlyInTheirPlace() {
        check(classes().should(new KeepLibrariesInTheirPlace()));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().assignedFrom(new ByPackage()).should().beFreeOfCycles());
    }

    @Test
    void everyPackageSaysThatItIsNullMarked() {
        check(classes().should(new LieInANullMarkedPackage()));
    }

    @Test
    void namesSayWhatAClassIs() {
        check(classes().should(new HaveATellingName()));
    }

    @Test
    void nothingStartsAProcessThroughTheJdk() {
        check(noClasses().should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class));
        check(noClasses().should().callMethodWhere(called(Runtime.class, "exec")));
    }

    @Test
    void onlyMainAndThreadsThatFailEndTheJvm() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(MAIN)
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".app.VitalThreads")
                .should()
                .callMethodWhere(called(System.class, "exit"))
                .orShould()
                .callMethodWhere(called(Runtime.class, "exit"))
                .orShould()
                .callMethodWhere(called(Runtime.class, "halt")));
    }

    @Test
    void onlyAppWritesToTheStandardStreams() {
        check(noClasses().that().resideOutsideOfPackage(ROOT + ".app..").should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void elapsedTimeIsNeverTakenFromTheWallClock() {
        check(noClasses().should().callMethodWhere(called(System.class, "currentTimeMillis")));
    }

    @Test
    void nothingSleeps() {
        check(noClasses()
                .should()
                .callMethodWhere(called(Thread.class, "sleep"))
                .orShould()
                .callMethodWhere(called(TimeUnit.class, "sleep")));
    }

    @Test
    void theTableNamesOnlyItsOwnPackages() {
        for (Set<String> used : MAY_USE.values()) {
            for (String name : used) {
                assertTrue(name.equals("v1") || MAY_USE.containsKey(name), name);
            }
        }
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(DAEMON);
    }

    private static DescribedPredicate<JavaMethodCall> called(Class<?> owner, String method) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + method,
                call -> call.getTargetOwner().isAssignableTo(owner)
                        && call.getName().equals(method));
    }

    /** The package of the table that a class belongs to: the longest that encloses it, or empty if it is not ours. */
    private static Optional<String> home(JavaClass type) {
        String name = type.getPackageName();
        if (within(name, ROOT + ".v1")) {
            return Optional.of("v1");
        }
        return MAY_USE.keySet().stream()
                .filter(home -> within(name, ROOT + "." + home))
                .max(Comparator.comparingInt(String::length));
    }

    private static boolean within(String packageName, String root) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    private static final class KeepToTheTable extends ArchCondition<JavaClass> {
        KeepToTheTable() {
            super("use only the packages that the table allows");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            Optional<String> home = home(type);
            if (home.isEmpty() || home.get().equals("v1")) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no package of the table"));
                return;
            }
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                JavaClass used = use.getTargetClass().getBaseComponentType();
                if (!within(used.getPackageName(), ROOT)) {
                    continue;
                }
                String there = home(used).orElse(used.getPackageName());
                if (!there.equals(home.get()) && !MAY_USE.get(home.get()).contains(there)) {
                    events.add(SimpleConditionEvent.violated(
                            type, home.get() + " may not use " + there + ": " + use.getDescription()));
                }
            }
        }
    }

    private static final class KeepLibrariesInTheirPlace extends ArchCondition<JavaClass> {
        KeepLibrariesInTheirPlace() {
            super("use libraries only where the table allows");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                JavaClass used = use.getTargetClass().getBaseComponentType();
                String name = used.getPackageName();
                if (used.isPrimitive()
                        || within(name, ROOT)
                        || EVERYWHERE.stream().anyMatch(root -> within(name, root))) {
                    continue;
                }
                boolean allowed = LIBRARIES.entrySet().stream()
                        .anyMatch(library -> within(name, library.getKey())
                                && library.getValue().contains(home(type).orElse("")));
                if (!allowed) {
                    events.add(SimpleConditionEvent.violated(
                            type, name + " may not be used here: " + use.getDescription()));
                }
            }
        }
    }

    private static final class LieInANullMarkedPackage extends ArchCondition<JavaClass> {
        LieInANullMarkedPackage() {
            super("lie in a package whose package-info says @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                events.add(SimpleConditionEvent.violated(
                        type, type.getPackageName() + " has no package-info with @NullMarked"));
            }
        }
    }

    private static final class HaveATellingName extends ArchCondition<JavaClass> {
        HaveATellingName() {
            super("have a name that does not match " + EMPTY_NAME);
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " does not say what it is"));
            }
        }
    }

    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return within(type.getPackageName(), ROOT)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of the daemon";
        }
    }
}
