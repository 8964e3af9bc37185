package dev.supervisord.os.fake;

import dev.supervisord.os.Users;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user database in memory; has {@code root} and {@code nobody} from the beginning. */
public final class FakeUsers implements Users {

    private final List<User> users = new ArrayList<>();
    private final Map<String, Integer> groups = new HashMap<>();

    FakeUsers() {
        add(new User("root", 0, 0, List.of(0), "/root", "/bin/sh"));
        add(new User("nobody", 65534, 65534, List.of(65534), "/nonexistent", "/usr/sbin/nologin"));
        addGroup("root", 0);
        addGroup("nogroup", 65534);
    }

    public synchronized void add(User user) {
        users.add(user);
    }

    public synchronized void addGroup(String name, int gid) {
        groups.put(name, gid);
    }

    @Override
    public synchronized Optional<User> user(String nameOrNumber) {
        boolean number = isNumber(nameOrNumber);
        return users.stream()
                .filter(user -> (number ? Integer.toUnsignedString(user.uid()) : user.name()).equals(nameOrNumber))
                .findFirst();
    }

    @Override
    public synchronized Optional<Integer> group(String nameOrNumber) {
        return isNumber(nameOrNumber)
                ? groups.values().stream()
                        .filter(gid -> Integer.toUnsignedString(gid).equals(nameOrNumber))
                        .findFirst()
                : Optional.ofNullable(groups.get(nameOrNumber));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    }
}
