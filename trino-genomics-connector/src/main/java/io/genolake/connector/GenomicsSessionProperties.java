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
package io.genolake.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.genolake.connector.GenomicsConfig.MalformedRecords;
import io.genolake.connector.GenomicsConfig.UntrustedIndex;
import io.trino.plugin.base.session.SessionPropertiesProvider;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;

import java.util.List;

import static io.trino.plugin.base.session.PropertyMetadataUtil.dataSizeProperty;
import static io.trino.plugin.base.session.PropertyMetadataUtil.durationProperty;
import static io.trino.spi.StandardErrorCode.INVALID_SESSION_PROPERTY;
import static io.trino.spi.session.PropertyMetadata.enumProperty;

public final class GenomicsSessionProperties
        implements SessionPropertiesProvider
{
    private static final String MALFORMED_RECORDS = "malformed_records";
    private static final String MAX_SPLIT_SIZE = "max_split_size";
    private static final String UNTRUSTED_INDEX = "untrusted_index";
    private static final String DYNAMIC_FILTERING_WAIT_TIMEOUT = "dynamic_filtering_wait_timeout";

    private final List<PropertyMetadata<?>> properties;

    @Inject
    public GenomicsSessionProperties(GenomicsConfig config)
    {
        properties = ImmutableList.of(
                enumProperty(
                        MALFORMED_RECORDS,
                        "FAIL the query at a broken record or file, or SKIP and count it",
                        MalformedRecords.class,
                        config.getMalformedRecords(),
                        false),
                dataSizeProperty(
                        MAX_SPLIT_SIZE,
                        "Most stored bytes of a file that one split reads",
                        config.getMaxSplitSize(),
                        size -> {
                            if (size.toBytes() < 1) {
                                throw new TrinoException(INVALID_SESSION_PROPERTY, MAX_SPLIT_SIZE + " must be at least 1B");
                            }
                        },
                        false),
                enumProperty(
                        UNTRUSTED_INDEX,
                        "FAIL the query at an index that is not its file's, or IGNORE the index",
                        UntrustedIndex.class,
                        config.getUntrustedIndex(),
                        false),
                durationProperty(
                        DYNAMIC_FILTERING_WAIT_TIMEOUT,
                        "How long a scan waits for the other side of a join, whose regions prune it",
                        config.getDynamicFilteringWaitTimeout(),
                        false));
    }

    @Override
    public List<PropertyMetadata<?>> getSessionProperties()
    {
        return properties;
    }

    public static boolean isSkipMalformedRecords(ConnectorSession session)
    {
        return session.getProperty(MALFORMED_RECORDS, MalformedRecords.class) == MalformedRecords.SKIP;
    }

    public static DataSize getMaxSplitSize(ConnectorSession session)
    {
        return session.getProperty(MAX_SPLIT_SIZE, DataSize.class);
    }

    public static boolean isIgnoreUntrustedIndex(ConnectorSession session)
    {
        return session.getProperty(UNTRUSTED_INDEX, UntrustedIndex.class) == UntrustedIndex.IGNORE;
    }

    public static Duration getDynamicFilteringWaitTimeout(ConnectorSession session)
    {
        return session.getProperty(DYNAMIC_FILTERING_WAIT_TIMEOUT, Duration.class);
    }
}
