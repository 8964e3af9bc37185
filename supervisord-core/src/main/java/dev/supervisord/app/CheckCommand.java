package dev.supervisord.app;

import dev.supervisord.config.ReadResult;

/** {@code supervisord check}: says what is wrong or doubtful in the configuration, and runs nothing. */
final class CheckCommand {

    private static final int GOOD = 0;
    private static final int REFUSED = 2;

    private final Configuration configuration;
    private final ReadResult result;

    CheckCommand(Configuration configuration, ReadResult result) {
        this.configuration = configuration;
        this.result = result;
    }

    /** Exit code 0 when the configuration would be accepted, else 2, as a start would give. */
    int run() {
        result.errors().forEach(problem -> System.out.println("error: " + problem));
        result.warnings().forEach(problem -> System.out.println("warning: " + problem));
        if (result.plan().isEmpty()) {
            System.out.println(configuration.file() + " is refused: "
                    + count(result.errors().size(), "error"));
            return REFUSED;
        }
        int groups = result.plan().get().groups().size();
        int processes = result.plan().get().processes().size();
        System.out.println(configuration.file() + " is good: " + count(groups, "group") + ", "
                + processes + (processes == 1 ? " process" : " processes")
                + (result.warnings().isEmpty()
                        ? ""
                        : ", " + count(result.warnings().size(), "warning")));
        return GOOD;
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
