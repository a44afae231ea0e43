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
package io.genolake.access.subject;

import java.util.Map;

/**
 * A source of attributes: a file, or the visas of a GA4GH passport.
 */
public interface SubjectAttributes
{
    /**
     * The attributes that the source vouches for at the time of the request: texts, longs, booleans, lists and maps of them. What it cannot
     * vouch for (expired, not signed, of somebody else) is not there.
     */
    Map<String, Object> attributes(SubjectRequest request);

    /**
     * What the audit says of where the attributes come from, such as the issuer and the identifier of a passport; no secret.
     */
    Map<String, String> provenance(SubjectRequest request);
}
