package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who shares the limits with whom. */
class PeerTest {

    @Test
    void eachIpv4AddressHasAShareOfItsOwn() throws UnknownHostException {
        assertNotEquals(account("192.0.2.1"), account("192.0.2.2"));
        assertEquals(account("192.0.2.1"), account("192.0.2.1"));
    }

    @Test
    void allIpv6AddressesOfANetworkShareOne() throws UnknownHostException {
        assertEquals(account("2001:db8:0:1::1"), account("2001:db8:0:1:ffff::2"));
        assertNotEquals(account("2001:db8:0:1::1"), account("2001:db8:0:2::1"));
    }

    @Test
    void machinesOfOneLinkDoNotShare() throws UnknownHostException {
        assertNotEquals(account("fe80::1"), account("fe80::2"));
    }

    @Test
    void theAddressItselfIsShownWhole() throws UnknownHostException {
        assertEquals("[2001:db8:0:0:0:0:0:1]:4711", remote("2001:db8::1").toString());
    }

    private static Object account(String address) throws UnknownHostException {
        return remote(address).account();
    }

    private static Peer.Remote remote(String address) throws UnknownHostException {
        return new Peer.Remote(InetAddress.getByName(address).getHostAddress(), 4711, Optional.empty());
    }
}
