package dev.supervisord.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Users.User;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link Users} promises; holds for the real and the fake, on a machine that has {@code root} and {@code nobody}. */
public abstract class UsersContract {

    protected abstract Users users();

    @Test
    void aUserIsFoundByNameAndByNumber() {
        User root = users().user("root").orElseThrow();
        assertEquals("root", root.name());
        assertEquals(0, root.uid());
        assertEquals("/root", root.home());
        assertEquals(Optional.of(root), users().user("0"));
    }

    @Test
    void thePrimaryGroupIsAmongTheGroups() {
        User nobody = users().user("nobody").orElseThrow();
        assertTrue(nobody.groups().contains(nobody.gid()));
    }

    @Test
    void anUnknownUserIsEmpty() {
        assertEquals(Optional.empty(), users().user("no-such-user"));
        assertEquals(Optional.empty(), users().user("3999999999"));
        assertEquals(Optional.empty(), users().user(""));
        assertEquals(Optional.empty(), users().user("-1"));
        assertEquals(Optional.empty(), users().user("99999999999999999999"));
    }

    @Test
    void aGroupIsFoundByNameAndByNumber() {
        assertEquals(Optional.of(0), users().group("root"));
        assertEquals(Optional.of(0), users().group("0"));
        assertEquals(Optional.empty(), users().group("no-such-group"));
        assertEquals(Optional.empty(), users().group("3999999999"));
    }
}
