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

import com.google.inject.Inject;
import com.google.inject.Provider;
import io.trino.spi.connector.ConnectorTransactionHandle;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

/**
 * The transactions that are open on the coordinator. Each has metadata of its own, in which a project is listed once.
 */
public final class GenomicsTransactions
{
    private final Provider<GenomicsMetadata> metadata;
    private final Map<GenomicsTransactionHandle, GenomicsMetadata> transactions = new ConcurrentHashMap<>();

    @Inject
    public GenomicsTransactions(Provider<GenomicsMetadata> metadata)
    {
        this.metadata = requireNonNull(metadata, "metadata is null");
    }

    public GenomicsTransactionHandle begin()
    {
        GenomicsTransactionHandle transaction = new GenomicsTransactionHandle(UUID.randomUUID());
        transactions.put(transaction, metadata.get());
        return transaction;
    }

    public GenomicsMetadata get(ConnectorTransactionHandle transaction)
    {
        GenomicsMetadata result = transactions.get((GenomicsTransactionHandle) transaction);
        checkState(result != null, "no such transaction: %s", transaction);
        return result;
    }

    public void end(ConnectorTransactionHandle transaction)
    {
        transactions.remove((GenomicsTransactionHandle) transaction);
    }
}
