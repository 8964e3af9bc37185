package dev.supervisord.ctl;

import java.util.List;

/** What can be told about selectors without knowing the processes they fit. */
final class Selectors {
    private Selectors() {}

    /** It may mean several processes: "all", "group:*", "group:" or a glob. */
    static boolean isCollective(String selector) {
        return selector.equals("all")
                || selector.endsWith(":")
                || selector.indexOf('*') >= 0
                || selector.indexOf('?') >= 0
                || selector.indexOf('[') >= 0;
    }

    /** A selector means this process by its name or by the bare name of its group, not as one of many. */
    static boolean named(String process, List<String> selectors) {
        for (String selector : selectors) {
            if (!isCollective(selector)
                    && (selector.equals(process)
                            || process.startsWith(selector + ":")
                            || selector.equals(process + ":" + process))) {
                return true;
            }
        }
        return false;
    }

    /** The group of "group:*" or "group:"; what is given when there is no colon. */
    static String groupOf(String selector) {
        int colon = selector.indexOf(':');
        return colon < 0 ? selector : selector.substring(0, colon);
    }
}
