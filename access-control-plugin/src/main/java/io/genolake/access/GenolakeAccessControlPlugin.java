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
import io.genolake.access.catalog.AccessConnectorFactory;
import io.genolake.access.catalog.PolicyAccess;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.spi.security.SystemAccessControlFactory;

/**
 * Access control by attributes, on rows and columns, and the catalog that explains it.
 */
public class GenolakeAccessControlPlugin
        implements Plugin
{
    private final PolicyAccess access = new PolicyAccess();

    @Override
    public Iterable<SystemAccessControlFactory> getSystemAccessControlFactories()
    {
        return ImmutableList.of(new GenolakeAccessControlFactory(access));
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories()
    {
        return ImmutableList.of(new AccessConnectorFactory(access));
    }
}
