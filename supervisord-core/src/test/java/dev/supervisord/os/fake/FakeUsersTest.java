package dev.supervisord.os.fake;

import dev.supervisord.os.Users;
import dev.supervisord.os.UsersContract;

final class FakeUsersTest extends UsersContract {

    @Override
    protected Users users() {
        return new FakeOs().users();
    }
}
