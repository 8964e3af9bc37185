package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.os.Users;
import dev.supervisord.os.Users.User;
import dev.supervisord.os.UsersContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PosixUsersTest extends UsersContract {

    @Override
    protected Users users() {
        return new PosixUsers();
    }

    @Test
    void everyLocalUserIsReadAsItIsWritten() throws IOException {
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] entry = line.split(":", -1);
            User user = users().user(entry[0]).orElseThrow();
            assertEquals(
                    List.of(entry[0], entry[2], entry[3], entry[5], entry[6]),
                    List.of(
                            user.name(),
                            Integer.toUnsignedString(user.uid()),
                            Integer.toUnsignedString(user.gid()),
                            user.home(),
                            user.shell()));
            assertEquals(localGroups(user), new TreeSet<>(user.groups()), user.name());
        }
    }

    private static Set<Integer> localGroups(User user) throws IOException {
        Set<Integer> groups = new TreeSet<>(Set.of(user.gid()));
        for (String line : Files.readAllLines(Path.of("/etc/group"))) {
            List<String> entry = new ArrayList<>(List.of(line.split(":", -1)));
            if (List.of(entry.get(3).split(",", -1)).contains(user.name())) {
                groups.add(Integer.parseUnsignedInt(entry.get(2)));
            }
        }
        return groups;
    }
}
