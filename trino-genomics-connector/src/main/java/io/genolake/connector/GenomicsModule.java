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

import com.google.inject.Binder;
import com.google.inject.Inject;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.airlift.units.Duration;
import io.genolake.connector.about.AboutFiles;
import io.genolake.connector.functions.CatalogFunctionProvider;
import io.genolake.connector.functions.CatalogFunctions;
import io.genolake.connector.header.ForHeaders;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lakefs.CommitLog;
import io.genolake.connector.lakefs.LakeFsConfig;
import io.genolake.connector.lakefs.LakeFsRefs;
import io.genolake.connector.reference.ReferenceConfig;
import io.genolake.connector.reference.References;
import io.genolake.connector.scan.GenomicsPageSourceProvider;
import io.genolake.connector.snapshot.HeaderDigests;
import io.genolake.connector.snapshot.SnapshotConfig;
import io.genolake.connector.snapshot.SnapshotDiffFunction;
import io.genolake.connector.snapshot.SnapshotManifest;
import io.genolake.connector.snapshot.SnapshotProcedures;
import io.genolake.connector.snapshot.SnapshotStore;
import io.genolake.connector.snapshot.Snapshots;
import io.genolake.connector.split.GenomicsSplitManager;
import io.genolake.connector.split.IndexCache;
import io.genolake.connector.table.ProjectTables;
import io.genolake.formats.GenolakeVersion;
import io.trino.filesystem.s3.S3FileSystemConfig;
import io.trino.plugin.base.session.SessionPropertiesProvider;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.function.FunctionProvider;
import jakarta.annotation.PreDestroy;

import java.util.concurrent.ExecutorService;

import static com.google.inject.Scopes.SINGLETON;
import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.airlift.configuration.ConfigBinder.configBinder;
import static io.airlift.json.JsonCodecBinder.jsonCodecBinder;
import static java.util.concurrent.Executors.newFixedThreadPool;
import static java.util.concurrent.TimeUnit.SECONDS;

public class GenomicsModule
        implements Module
{
    // headers and indexes are small reads: a store answers many of them at a time
    private static final int HEADER_THREADS = 16;
    private static final int S3_MAX_ERROR_RETRIES = 5;
    private static final Duration S3_CONNECT_TIMEOUT = new Duration(3, SECONDS);
    private static final Duration S3_SOCKET_TIMEOUT = new Duration(5, SECONDS);

    @Override
    public void configure(Binder binder)
    {
        configBinder(binder).bindConfig(GenomicsConfig.class);
        configBinder(binder).bindConfig(ReferenceConfig.class);
        configBinder(binder).bindConfig(SnapshotConfig.class);
        configBinder(binder).bindConfig(LakeFsConfig.class);
        jsonCodecBinder(binder).bindJsonCodec(SnapshotManifest.class);
        jsonCodecBinder(binder).bindJsonCodec(CommitLog.class);
        // a store that is away is to be told of within half a minute, not after twenty retries
        configBinder(binder).bindConfigDefaults(S3FileSystemConfig.class, config -> config
                .setMaxErrorRetries(S3_MAX_ERROR_RETRIES)
                .setSocketConnectTimeout(S3_CONNECT_TIMEOUT)
                .setSocketTimeout(S3_SOCKET_TIMEOUT));

        binder.bind(Lake.class).in(SINGLETON);
        binder.bind(HeaderCache.class).in(SINGLETON);
        binder.bind(AboutFiles.class).in(SINGLETON);
        binder.bind(IndexCache.class).in(SINGLETON);
        binder.bind(FileIds.class).in(SINGLETON);
        binder.bind(FileErrors.class).in(SINGLETON);
        binder.bind(GenolakeVersion.class).toInstance(GenolakeVersion.current());
        binder.bind(LakeFsRefs.class).in(SINGLETON);
        binder.bind(SnapshotStore.class).in(SINGLETON);
        binder.bind(Snapshots.class).in(SINGLETON);
        binder.bind(SnapshotDiffFunction.class).in(SINGLETON);
        binder.bind(SnapshotProcedures.class).in(SINGLETON);
        binder.bind(HeaderDigests.class).in(SINGLETON);
        binder.bind(References.class).in(SINGLETON);
        binder.bind(CatalogFunctions.class).in(SINGLETON);
        binder.bind(FunctionProvider.class).to(CatalogFunctionProvider.class).in(SINGLETON);
        binder.bind(ProjectTables.class).in(SINGLETON);
        binder.bind(TableEstimator.class).in(SINGLETON);
        // one for each transaction
        binder.bind(GenomicsMetadata.class);
        binder.bind(GenomicsTransactions.class).in(SINGLETON);
        binder.bind(ConnectorSplitManager.class).to(GenomicsSplitManager.class).in(SINGLETON);
        binder.bind(ConnectorPageSourceProvider.class).to(GenomicsPageSourceProvider.class).in(SINGLETON);
        binder.bind(SessionPropertiesProvider.class).to(GenomicsSessionProperties.class).in(SINGLETON);
        binder.bind(GenomicsConnector.class).in(SINGLETON);
        binder.bind(HeaderThreads.class).in(SINGLETON);
    }

    @Provides
    @Singleton
    @ForHeaders
    public static ExecutorService headerExecutor()
    {
        return newFixedThreadPool(HEADER_THREADS, daemonThreadsNamed("genomics-headers-%s"));
    }

    /**
     * Ends the threads with the catalog.
     */
    public static final class HeaderThreads
    {
        private final ExecutorService executor;

        @Inject
        public HeaderThreads(@ForHeaders ExecutorService executor)
        {
            this.executor = executor;
        }

        @PreDestroy
        public void stop()
        {
            executor.shutdownNow();
        }
    }
}
