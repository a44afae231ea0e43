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
package io.genolake.access;

import com.google.common.collect.ImmutableList;
import com.google.inject.Injector;
import io.airlift.bootstrap.Bootstrap;
import io.airlift.units.Duration;
import io.genolake.access.audit.AuditFile;
import io.genolake.access.audit.AuditHttp;
import io.genolake.access.audit.AuditLog;
import io.genolake.access.audit.AuditSink;
import io.genolake.access.audit.AuditSinks;
import io.genolake.access.catalog.PolicyAccess;
import io.genolake.access.enforce.AccessSettings;
import io.genolake.access.enforce.GenolakeAccessControl;
import io.genolake.access.enforce.PolicyManager;
import io.genolake.access.passport.PassportAttributesFactory;
import io.genolake.access.policy.PolicyLoader;
import io.trino.spi.security.SystemAccessControl;
import io.trino.spi.security.SystemAccessControlFactory;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import static io.airlift.configuration.ConfigBinder.configBinder;
import static java.util.Objects.requireNonNull;

/**
 * Makes the access control {@code access-control.name=genolake}. A policy that is not valid keeps the server from starting.
 */
public class GenolakeAccessControlFactory
        implements SystemAccessControlFactory
{
    private final PolicyAccess access;

    public GenolakeAccessControlFactory(PolicyAccess access)
    {
        this.access = requireNonNull(access, "access is null");
    }

    @Override
    public String getName()
    {
        return "genolake";
    }

    @Override
    public SystemAccessControl create(Map<String, String> properties, SystemAccessControlContext context)
    {
        Injector injector = new Bootstrap(
                "io.trino.bootstrap.access-control." + getName(),
                binder -> configBinder(binder).bindConfig(AccessControlConfig.class))
                .doNotInitializeLogging()
                .disableSystemProperties()
                .setRequiredConfigurationProperties(properties)
                .initialize();
        AccessControlConfig config = injector.getInstance(AccessControlConfig.class);
        PolicyManager policies = new PolicyManager(
                config.getPolicyDirectory(),
                () -> new PolicyLoader(
                        config.getPolicyDirectory(),
                        config.getGenomicsCatalogs(),
                        ImmutableList.of(new PassportAttributesFactory()),
                        name -> Optional.ofNullable(System.getenv(name))),
                config.getGenomicsCatalogs(),
                config.getMaxStale().toJavaTime(),
                Clock.systemUTC());
        policies.start(config.getRefreshPeriod().toJavaTime());
        access.setPolicies(policies);
        access.setAuditDirectory(config.getAuditDirectory());
        AuditSink audit = audit(config);
        return GenolakeAccessControl.create(
                policies,
                new AccessSettings(config.getSessionProperties(), access),
                new AuditLog(audit, Clock.systemUTC()),
                () -> {
                    policies.close();
                    audit.close();
                });
    }

    private static AuditSink audit(AccessControlConfig config)
    {
        ImmutableList.Builder<AuditSink> sinks = ImmutableList.builder();
        // First where the audit may be kept longest: what a query was refused for is not said to have been allowed in the files
        config.getAuditUri().ifPresent(uri -> sinks.add(new AuditHttp(uri, config.getAuditHttpTimeout().toJavaTime(), config.getAuditTokenFile())));
        sinks.add(new AuditFile(
                config.getAuditDirectory(),
                config.getAuditMaxFileSize().toBytes(),
                config.getAuditRetention().map(Duration::toJavaTime),
                Clock.systemUTC()));
        return new AuditSinks(sinks.build());
    }
}
