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
package io.genolake.access.policy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.genolake.access.subject.Subjects;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A policy as read from its directory: valid in itself, immutable.
 *
 * @param serviceUser the identity of filters and masks; nobody may log in as it
 * @param untaggedColumn the sensitivity of a column that nothing is said of; empty if sensitivity is not declared
 * @param resources in the order of the file, after those that the product ships
 * @param digest SHA-256 of the files but those of keys, in hexadecimal: which policy a decision was made by
 */
public record Policy(
        String serviceUser,
        Optional<String> untaggedColumn,
        Subjects subjects,
        Map<String, TagDeclaration> tags,
        Map<String, PseudonymKey> keys,
        List<TaggedResource> resources,
        List<Rule> rules,
        List<Grant> grants,
        List<PolicyTest> tests,
        String digest)
{
    public static final String SENSITIVITY = "sensitivity";
    public static final String INDIVIDUAL = "individual";
    public static final String PSEUDONYM_KEY = "pseudonym_key";

    public Policy
    {
        requireNonNull(serviceUser, "serviceUser is null");
        requireNonNull(untaggedColumn, "untaggedColumn is null");
        requireNonNull(subjects, "subjects is null");
        tags = ImmutableMap.copyOf(tags);
        keys = ImmutableMap.copyOf(keys);
        resources = ImmutableList.copyOf(resources);
        rules = ImmutableList.copyOf(rules);
        grants = ImmutableList.copyOf(grants);
        tests = ImmutableList.copyOf(tests);
        requireNonNull(digest, "digest is null");
    }
}
