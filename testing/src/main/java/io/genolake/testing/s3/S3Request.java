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
package io.genolake.testing.s3;

import com.google.common.collect.ImmutableMap;

import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * A request that the store was sent.
 *
 * @param operation what is asked for
 * @param bucket the bucket
 * @param key the object, empty for a listing
 * @param parameters of the query
 * @param headers by name in lower case
 * @param begin offset of the first byte that is asked for, in the object
 * @param length number of bytes that the answer has
 */
public record S3Request(Operation operation, String bucket, String key, Map<String, String> parameters, Map<String, String> headers, long begin, long length)
{
    public enum Operation
    {
        GET,
        HEAD,
        LIST,
        PUT,
        DELETE,
        OTHER,
    }

    public S3Request
    {
        requireNonNull(operation, "operation is null");
        requireNonNull(bucket, "bucket is null");
        requireNonNull(key, "key is null");
        parameters = ImmutableMap.copyOf(parameters);
        headers = ImmutableMap.copyOf(headers);
    }

    public long end()
    {
        return begin + length;
    }
}
