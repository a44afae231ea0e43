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
package io.genolake.connector.snapshot;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.procedure.Procedure.Argument;

import java.lang.invoke.MethodHandle;
import java.util.Set;

import static io.trino.plugin.base.util.Procedures.checkProcedureArgument;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

/**
 * The procedures that make, verify and drop snapshots.
 */
public final class SnapshotProcedures
{
    private static final String SCHEMA = "system";
    private static final MethodHandle CREATE = method("create", boolean.class);
    private static final MethodHandle VERIFY = method("verify");
    private static final MethodHandle DROP = method("drop");

    private final Snapshots snapshots;

    @Inject
    public SnapshotProcedures(Snapshots snapshots)
    {
        this.snapshots = requireNonNull(snapshots, "snapshots is null");
    }

    public Set<Procedure> procedures()
    {
        Argument schema = new Argument("SCHEMA", VARCHAR);
        Argument name = new Argument("NAME", VARCHAR);
        return ImmutableSet.of(
                new Procedure(SCHEMA, "create_snapshot", ImmutableList.of(schema, name, new Argument("CONTENT_DIGEST", BOOLEAN, false, false)), CREATE.bindTo(this)),
                new Procedure(SCHEMA, "verify_snapshot", ImmutableList.of(schema, name), VERIFY.bindTo(this)),
                new Procedure(SCHEMA, "drop_snapshot", ImmutableList.of(schema, name), DROP.bindTo(this)));
    }

    /**
     * Makes a snapshot of a project as it is now.
     */
    public void create(ConnectorAccessControl accessControl, ConnectorSession session, String schema, String name, boolean contentDigest)
    {
        check(accessControl, schema, name);
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            snapshots.create(session, schema, name, contentDigest);
        }
    }

    /**
     * Reads all files of a snapshot, and fails with the name of one that has other content than it had.
     */
    public void verify(ConnectorAccessControl accessControl, ConnectorSession session, String schema, String name)
    {
        check(accessControl, schema, name);
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            snapshots.verify(session, schema, name);
        }
    }

    /**
     * Forgets a snapshot; the files stay.
     */
    public void drop(ConnectorAccessControl accessControl, ConnectorSession session, String schema, String name)
    {
        check(accessControl, schema, name);
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            snapshots.drop(session, schema, name);
        }
    }

    /**
     * @throws TrinoException if the name cannot be that of a snapshot, or the user may not see all files that the project has
     */
    private static void check(ConnectorAccessControl accessControl, String schema, String name)
    {
        checkProcedureArgument(schema != null && !schema.isEmpty(), "schema cannot be null or empty");
        checkProcedureArgument(name != null && SnapshotStore.isName(name), "The name of a snapshot has ASCII letters, digits, '.', '_' and '-', up to 128, and begins with a letter or digit: '%s' does not", name);
        FilesAccess.check(accessControl, schema);
    }

    private static MethodHandle method(String name, Class<?>... more)
    {
        try {
            return lookup().unreflect(SnapshotProcedures.class.getMethod(
                    name,
                    ImmutableList.<Class<?>>builder()
                            .add(ConnectorAccessControl.class, ConnectorSession.class, String.class, String.class)
                            .add(more)
                            .build()
                            .toArray(Class<?>[]::new)));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
