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
package io.genolake.connector.lake;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

import java.io.IOException;
import java.time.Duration;

import static java.net.HttpURLConnection.HTTP_PRECON_FAILED;

/**
 * Sees to it that the reads of a source get one version of an object, and an end. Trino's file system asks a store for a range of whatever is there;
 * from the second read on, this adds the condition that it is still what the first one got ({@code If-Match}), and takes down what the store tells
 * of it. A body that comes too slowly is given up and asked for again, as often as {@code s3.max-error-retries} says.
 * <p>
 * The client of the store finds this class by a resource of the plugin, and makes an instance for itself: what a read is of is known by its thread.
 */
public final class VersionedReads
        implements ExecutionInterceptor
{
    private static final int HTTP_RANGE_NOT_SATISFIABLE = 416;

    /**
     * The most time until a body begins, and the least speed of it in bytes a second.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long SLOWEST = 256 << 10;

    private static final ScopedValue<Read> READ = ScopedValue.newInstance();

    private record Read(ServedVersion version, int length)
    {
        Duration timeout()
        {
            return PATIENCE.plusMillis(1000L * length / SLOWEST);
        }
    }

    @FunctionalInterface
    interface RangeRead
            extends ScopedValue.CallableOp<Void, IOException> {}

    /**
     * Runs a read of so many bytes.
     */
    static void run(ServedVersion version, int length, RangeRead read)
            throws IOException
    {
        ScopedValue.where(READ, new Read(version, length)).call(read);
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes executionAttributes)
    {
        if (!READ.isBound() || !(context.request() instanceof GetObjectRequest request)) {
            return context.request();
        }
        GetObjectRequest.Builder builder = request.toBuilder();
        READ.get().version().eTag().ifPresent(builder::ifMatch);
        return builder
                .overrideConfiguration(request.overrideConfiguration()
                        .map(AwsRequestOverrideConfiguration::toBuilder)
                        .orElseGet(AwsRequestOverrideConfiguration::builder)
                        .apiCallAttemptTimeout(READ.get().timeout())
                        .build())
                .build();
    }

    @Override
    public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes executionAttributes)
    {
        if (READ.isBound() && context.response() instanceof GetObjectResponse response) {
            READ.get().version().answered(response);
        }
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes executionAttributes)
    {
        if (READ.isBound()
                && context.exception() instanceof AwsServiceException e
                && (e.statusCode() == HTTP_PRECON_FAILED || e.statusCode() == HTTP_RANGE_NOT_SATISFIABLE)) {
            READ.get().version().refused();
        }
    }
}
