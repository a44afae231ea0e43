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

import com.google.common.collect.ImmutableSet;
import io.genolake.access.enforce.AccessCatalog;
import io.genolake.access.enforce.PolicyHolder;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * What the access control and its catalog know of each other: both come from one plugin, in any order.
 */
public final class PolicyAccess
        implements AccessCatalog
{
    private volatile Optional<PolicyHolder> policies = Optional.empty();
    private volatile Optional<Path> auditDirectory = Optional.empty();
    private volatile Optional<String> catalog = Optional.empty();
    private volatile Set<String> keys = ImmutableSet.of();

    public void setPolicies(PolicyHolder policies)
    {
        this.policies = Optional.of(requireNonNull(policies, "policies is null"));
    }

    public void setAuditDirectory(Path directory)
    {
        auditDirectory = Optional.of(requireNonNull(directory, "directory is null"));
    }

    void setCatalog(String catalog, Set<String> keys)
    {
        this.keys = ImmutableSet.copyOf(keys);
        this.catalog = Optional.of(requireNonNull(catalog, "catalog is null"));
    }

    Optional<PolicyHolder> policies()
    {
        return policies;
    }

    Optional<Path> auditDirectory()
    {
        return auditDirectory;
    }

    @Override
    public Optional<String> name()
    {
        return catalog;
    }

    @Override
    public Set<String> keys()
    {
        return keys;
    }
}
