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
package io.genolake.access.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.policy.PolicyException;
import io.genolake.access.policy.PolicyLoader;
import io.genolake.access.policy.PseudonymKey;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.spi.StandardErrorCode.CONFIGURATION_INVALID;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * Makes the catalog of the access control: tables that explain the policy, and the keyed functions of masks. Its only property is
 * {@code genolake.policy-dir}, for the keys of pseudonyms, which workers need too.
 */
public class AccessConnectorFactory
        implements ConnectorFactory
{
    private static final String POLICY_DIRECTORY = "genolake.policy-dir";

    private final PolicyAccess access;

    public AccessConnectorFactory(PolicyAccess access)
    {
        this.access = requireNonNull(access, "access is null");
    }

    @Override
    public String getName()
    {
        return "genolake_access";
    }

    @Override
    public Connector create(String catalogName, Map<String, String> config, ConnectorContext context)
    {
        if (!ImmutableSet.of(POLICY_DIRECTORY).containsAll(config.keySet())) {
            throw new TrinoException(CONFIGURATION_INVALID, "The catalog of the access control has one property, " + POLICY_DIRECTORY);
        }
        Map<String, PseudonymKey> keys = config.containsKey(POLICY_DIRECTORY) ? keys(Path.of(config.get(POLICY_DIRECTORY))) : ImmutableMap.of();
        Set<String> keyNames = ImmutableSet.copyOf(keys.keySet());
        access.setCatalog(catalogName, keyNames);
        Set<String> functionNames = keyNames.stream().map(name -> name.toLowerCase(ENGLISH)).collect(toImmutableSet());
        if (functionNames.size() != keyNames.size()) {
            throw new TrinoException(CONFIGURATION_INVALID, "The names of two keys differ in letter case only, but each names a function");
        }
        return new AccessConnector(access, context.getTypeManager(), new DeidentificationFunctions(keys));
    }

    private static Map<String, PseudonymKey> keys(Path directory)
    {
        try {
            return new PolicyLoader(directory, ImmutableSet.of(), ImmutableList.of(), name -> Optional.ofNullable(System.getenv(name))).loadKeys();
        }
        catch (PolicyException e) {
            throw new TrinoException(CONFIGURATION_INVALID, e.getMessage());
        }
    }
}
