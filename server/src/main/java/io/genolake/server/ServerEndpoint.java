/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.genolake.server;

import com.google.common.net.InetAddresses;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

import static java.util.Objects.requireNonNull;

/**
 * Where a server listens.
 *
 * @param address an address of this machine, or the wildcard address for all of them
 * @param tls whether it speaks HTTPS, and nothing else
 */
record ServerEndpoint(InetAddress address, int port, boolean tls)
{
    ServerEndpoint
    {
        requireNonNull(address, "address is null");
    }

    /**
     * For clients on this machine.
     */
    URI uri()
    {
        return URI.create("%s://%s:%s".formatted(tls ? "https" : "http", InetAddresses.toUriString(reachable()), port));
    }

    /**
     * The name by which a server with TLS speaks to itself. The certificate that Trino makes for that knows addresses as host names.
     */
    String internalHost()
    {
        byte[] bytes = reachable().getAddress();
        if (bytes.length != 4) {
            throw new LaunchException("with TLS the address is of IPv4, such as 0.0.0.0, and not " + InetAddresses.toAddrString(address));
        }
        return InetAddresses.toAddrString(reachable()).replace('.', '-') + ".ip";
    }

    private InetAddress reachable()
    {
        return address.isAnyLocalAddress() ? InetAddresses.forString("127.0.0.1") : address;
    }

    /**
     * Whether the server can have the port is better known before it starts than after.
     */
    void checkAvailable()
    {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        }
        catch (IOException e) {
            throw new LaunchException("port %s of %s cannot be had (%s): stop what listens there, or give another with --port N"
                    .formatted(port, InetAddresses.toAddrString(address), e.getMessage()));
        }
    }
}
