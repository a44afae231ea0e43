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
package io.genolake.access.enforce;

import com.google.common.collect.ImmutableSet;
import io.genolake.access.audit.AuditLog;
import io.genolake.access.audit.AuditSink;
import io.trino.spi.QueryId;
import io.trino.spi.connector.CatalogSchemaName;
import io.trino.spi.connector.CatalogSchemaRoutineName;
import io.trino.spi.connector.CatalogSchemaTableName;
import io.trino.spi.connector.EntityKindAndName;
import io.trino.spi.connector.EntityPrivilege;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.security.Identity;
import io.trino.spi.security.PrincipalType;
import io.trino.spi.security.Privilege;
import io.trino.spi.security.SystemAccessControl;
import io.trino.spi.security.SystemSecurityContext;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every method of the SPI is decided on purpose, and without a policy every one denies.
 */
final class TestAccessGates
{
    private static final Set<String> UNDECIDED = ImmutableSet.of("getEventListeners", "shutdown");

    private static final AuditSink NO_AUDIT = new AuditSink()
    {
        @Override
        public void write(String line) {}

        @Override
        public void close() {}
    };

    @Test
    void testEveryMethodIsDecided()
    {
        Set<String> methods = Arrays.stream(SystemAccessControl.class.getMethods())
                .map(Method::getName)
                .filter(name -> !UNDECIDED.contains(name))
                .collect(toImmutableSet());
        Set<String> decided = new AccessGates(Optional::empty, settings(), new AuditLog(NO_AUDIT, Clock.systemUTC()), new QueryRegistry()).gates().keySet();
        assertThat(decided).containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void testEveryMethodDeniesWithoutPolicy()
            throws IllegalAccessException
    {
        SystemAccessControl accessControl = GenolakeAccessControl.create(Optional::empty, settings(), new AuditLog(NO_AUDIT, Clock.systemUTC()), () -> {});
        int methods = 0;
        for (Method method : SystemAccessControl.class.getMethods()) {
            if (UNDECIDED.contains(method.getName())) {
                continue;
            }
            methods++;
            Object[] arguments = Arrays.stream(method.getParameterTypes()).map(TestAccessGates::argument).toArray();
            if (arguments.length == 2 && arguments[1] instanceof Identity) {
                // one's own queries are one's own without a policy too
                arguments[1] = Identity.ofUser("bob");
            }
            try {
                Object answer = method.invoke(accessControl, arguments);
                switch (answer) {
                    case Boolean allowed -> assertThat(allowed).as(method.toString()).isFalse();
                    case Collection<?> visible -> assertThat(visible).as(method.toString()).isEmpty();
                    case Map<?, ?> visible -> assertThat(visible).as(method.toString()).isEmpty();
                    case null, default -> throw new AssertionError(method + " allows");
                }
                assertThat(method.getName()).matches("(filter|can).*");
            }
            catch (InvocationTargetException e) {
                assertThat(e.getCause()).as(method.toString()).isInstanceOf(AccessDeniedException.class);
            }
        }
        assertThat(methods).isGreaterThan(90);
    }

    private static AccessSettings settings()
    {
        return new AccessSettings(ImmutableSet.of(), AccessCatalog.NONE);
    }

    private static Object argument(Class<?> type)
    {
        if (type == Identity.class) {
            return Identity.ofUser("alice");
        }
        if (type == SystemSecurityContext.class) {
            return new SystemSecurityContext(Identity.ofUser("alice"), new QueryId("unknown"), Instant.EPOCH);
        }
        if (type == QueryId.class) {
            return new QueryId("unknown");
        }
        if (type == String.class) {
            return "name";
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == Set.class || type == Collection.class) {
            return Set.of();
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == CatalogSchemaName.class) {
            return new CatalogSchemaName("catalog", "schema");
        }
        if (type == CatalogSchemaTableName.class) {
            return new CatalogSchemaTableName("catalog", "schema", "table");
        }
        if (type == CatalogSchemaRoutineName.class) {
            return new CatalogSchemaRoutineName("catalog", "schema", "routine");
        }
        if (type == EntityKindAndName.class) {
            return new EntityKindAndName("TABLE", List.of("catalog", "schema", "table"));
        }
        if (type == EntityPrivilege.class) {
            return new EntityPrivilege("SELECT");
        }
        if (type == TrinoPrincipal.class) {
            return new TrinoPrincipal(PrincipalType.USER, "alice");
        }
        if (type == Privilege.class) {
            return Privilege.SELECT;
        }
        if (type == Type.class) {
            return VARCHAR;
        }
        throw new AssertionError("no example of " + type);
    }
}
