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

import com.google.common.collect.ImmutableMap;
import io.genolake.access.audit.AuditFile;
import io.genolake.access.audit.AuditLog;
import io.genolake.access.audit.AuditSink;
import io.genolake.access.catalog.AccessConnectorFactory;
import io.genolake.access.catalog.PolicyAccess;
import io.genolake.access.passport.PassportAttributesFactory;
import io.genolake.access.policy.PolicyLoader;
import io.genolake.connector.GenomicsPlugin;
import io.genolake.functions.GenomicsFunctionsPlugin;
import io.trino.Session;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.plugin.tpch.TpchPlugin;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.spi.security.Identity;
import io.trino.spi.security.SystemAccessControl;
import io.trino.testing.DistributedQueryRunner;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.testing.TestingSession.testSessionBuilder;

/**
 * A Trino with the catalogs {@code genomics} over a folder, {@code lake} in memory, and {@code tpch}, under a policy.
 */
final class AccessQueryRunner
{
    private AccessQueryRunner() {}

    static DistributedQueryRunner create(Path policy, Path lake, Path audit, int workers)
            throws Exception
    {
        return create(policy, lake, new AuditFile(audit, Clock.systemUTC()), Optional.of(audit), workers, ImmutableMap.of(), Set.of("join_distribution_type"));
    }

    static DistributedQueryRunner create(Path policy, Path lake, AuditSink audit, int workers, Map<String, String> properties)
            throws Exception
    {
        return create(policy, lake, audit, workers, properties, Set.of("join_distribution_type"));
    }

    /**
     * @param sessionProperties what everybody may set
     */
    static DistributedQueryRunner create(Path policy, Path lake, AuditSink audit, int workers, Map<String, String> properties, Set<String> sessionProperties)
            throws Exception
    {
        return create(policy, lake, audit, Optional.empty(), workers, properties, sessionProperties);
    }

    private static DistributedQueryRunner create(
            Path policy,
            Path lake,
            AuditSink audit,
            Optional<Path> auditDirectory,
            int workers,
            Map<String, String> properties,
            Set<String> sessionProperties)
            throws Exception
    {
        PolicyManager policies = new PolicyManager(
                policy,
                () -> new PolicyLoader(policy, Set.of("genomics"), List.of(new PassportAttributesFactory()), _ -> Optional.of("0123456789abcdef0123456789abcdef")),
                Set.of("genomics"),
                Duration.ofHours(1),
                Clock.systemUTC());
        policies.start(Duration.ofMillis(100));
        PolicyAccess access = new PolicyAccess();
        access.setPolicies(policies);
        auditDirectory.ifPresent(access::setAuditDirectory);
        SystemAccessControl accessControl = GenolakeAccessControl.create(
                policies,
                new AccessSettings(sessionProperties, access),
                new AuditLog(audit, Clock.systemUTC()),
                policies::close);
        DistributedQueryRunner.Builder<?> builder = DistributedQueryRunner.builder(session("admin"))
                .setWorkerCount(workers)
                .setSystemAccessControl(accessControl);
        accessControl.getEventListeners().forEach(builder::setEventListener);
        properties.forEach(builder::addExtraProperty);
        DistributedQueryRunner queryRunner = builder.build();
        try {
            queryRunner.installPlugin(new GenomicsFunctionsPlugin());
            queryRunner.installPlugin(new GenomicsPlugin());
            addLake(queryRunner, "genomics", lake);
            queryRunner.installPlugin(new Plugin()
            {
                @Override
                public Iterable<ConnectorFactory> getConnectorFactories()
                {
                    return List.of(new AccessConnectorFactory(access));
                }
            });
            queryRunner.createCatalog("access", "genolake_access", ImmutableMap.of("genolake.policy-dir", policy.toString()));
            queryRunner.installPlugin(new MemoryPlugin());
            queryRunner.createCatalog("lake", "memory", ImmutableMap.of());
            queryRunner.installPlugin(new TpchPlugin());
            queryRunner.createCatalog("tpch", "tpch", ImmutableMap.of());
            return queryRunner;
        }
        catch (Throwable e) {
            queryRunner.close();
            throw e;
        }
    }

    static void addLake(DistributedQueryRunner queryRunner, String catalog, Path lake)
    {
        queryRunner.createCatalog(catalog, "genomics", ImmutableMap.of(
                "fs.local.enabled", "true",
                "local.location", lake.toAbsolutePath().toString(),
                "genomics.lake", "local:///"));
    }

    static Session session(String user)
    {
        return testSessionBuilder()
                .setCatalog("genomics")
                .setSchema("cardio")
                .setIdentity(Identity.ofUser(user))
                .build();
    }
}
