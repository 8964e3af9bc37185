package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.supervisord.os.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The user and group database through the C library, so with whatever {@code nsswitch.conf(5)} names; stateless. */
public final class PosixUsers implements Users {

    /** Where a value begins that the C library filled in: the structure, the pointer to it, and its texts. */
    private static final int RESULT = 56;

    private static final int TEXTS = 64;
    private static final int TEXTS_SIZE_FIRST = 2048;
    private static final int TEXTS_SIZE_MAX = 1 << 20;
    private static final int GROUPS_MAX = 65536; // NGROUPS_MAX of Linux

    /** The user that this process acts as, {@code geteuid(2)}. */
    public static int effectiveUid() {
        return LibC.geteuid();
    }

    @Override
    public Optional<User> user(String nameOrNumber) {
        OptionalInt uid = number(nameOrNumber);
        Scratch scratch = Scratch.ofThread();
        return uid.isPresent()
                ? query(
                                "user " + nameOrNumber,
                                (at, texts, size, result) -> LibC.getpwuid_r(uid.getAsInt(), at, texts, size, result))
                        .map(PosixUsers::toUser)
                : query(
                                "user " + nameOrNumber,
                                (at, texts, size, result) ->
                                        LibC.getpwnam_r(scratch.text(nameOrNumber), at, texts, size, result))
                        .map(PosixUsers::toUser);
    }

    @Override
    public Optional<Integer> group(String nameOrNumber) {
        OptionalInt gid = number(nameOrNumber);
        Scratch scratch = Scratch.ofThread();
        return query(
                        "group " + nameOrNumber,
                        (at, texts, size, result) -> gid.isPresent()
                                ? LibC.getgrgid_r(gid.getAsInt(), at, texts, size, result)
                                : LibC.getgrnam_r(scratch.text(nameOrNumber), at, texts, size, result))
                .map(group -> group.getInt(16));
    }

    /** A number as the kernel has them, 32 bits without a sign. */
    private static OptionalInt number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && Long.parseLong(text) <= 0xFFFFFFFEL
                ? OptionalInt.of(Integer.parseUnsignedInt(text))
                : OptionalInt.empty();
    }

    @FunctionalInterface
    private interface Query {
        int ask(long structure, long texts, long textsSize, long result);
    }

    /** Asks with more room until the answer fits; empty when there is no such entry. */
    private static Optional<Memory> query(String what, Query query) {
        for (int size = TEXTS_SIZE_FIRST; ; size *= 4) {
            Memory memory = new Memory(TEXTS + size);
            long base = Scratch.address(memory);
            int error = query.ask(base, base + TEXTS, size, base + RESULT);
            if (error == 0 && memory.getLong(RESULT) != 0) {
                return Optional.of(memory);
            }
            Errno reason = new Errno(error);
            if (reason.equals(Errno.ERANGE) && size < TEXTS_SIZE_MAX) {
                continue;
            }
            // getpwnam(3): what a name service says of an unknown name depends on the service.
            if (error == 0
                    || reason.equals(Errno.ENOENT)
                    || reason.equals(Errno.ESRCH)
                    || reason.equals(Errno.EBADF)
                    || reason.equals(Errno.EPERM)) {
                return Optional.empty();
            }
            throw reason.asFailureTo("look up " + what);
        }
    }

    /** {@code struct passwd} is the same on both machines: name, password, uid, gid, comment, home, shell. */
    private static User toUser(Memory passwd) {
        int gid = passwd.getInt(20);
        return new User(
                text(passwd, 0),
                passwd.getInt(16),
                gid,
                groups(passwd.getLong(0), gid),
                text(passwd, 32),
                text(passwd, 40));
    }

    private static String text(Memory structure, long offset) {
        Pointer text = structure.getPointer(offset);
        if (text == null) {
            return "";
        }
        int length = (int) text.indexOf(0, (byte) 0);
        return NativeText.decode(text.getByteArray(0, length), 0, length);
    }

    /** The groups a user is in, its primary one first. */
    private static List<Integer> groups(long name, int gid) {
        Memory count = Scratch.ofThread().struct();
        for (int room = 64; ; room = GROUPS_MAX) {
            Memory list = Scratch.ofThread().buffer(4 * room);
            count.setInt(0, room);
            if (LibC.getgrouplist(name, gid, Scratch.address(list), Scratch.address(count)) >= 0) {
                List<Integer> groups = new ArrayList<>();
                for (int i = 0; i < count.getInt(0); i++) {
                    groups.add(list.getInt(4L * i));
                }
                return List.copyOf(groups);
            }
            if (room == GROUPS_MAX) {
                throw new IllegalStateException("a user cannot be in more than " + GROUPS_MAX + " groups");
            }
        }
    }
}
