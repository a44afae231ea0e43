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
package io.genolake.access.passport;

import com.google.common.base.Throwables;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.net.PercentEscaper;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.genolake.access.passport.InvalidTokenException.Reason;
import io.genolake.access.passport.PassportJudge.Judgement;
import io.genolake.access.subject.SubjectAttributes;
import io.genolake.access.subject.SubjectRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * What a user's GA4GH passport vouches for: {@code visas}, and {@code registered_access}. Without a passport that counts, neither is there.
 * <p>
 * Signatures are verified once a passport, and what follows from them is judged anew whenever one of its tokens begins or ends to be valid.
 */
public final class PassportAttributes
        implements SubjectAttributes
{
    static final String VISAS = "visas";
    static final String REGISTERED_ACCESS = "registered_access";
    /**
     * The version of Registered Access of this publication
     */
    static final String REGISTERED_ACCESS_VALUE = "https://doi.org/10.1038/s41431-018-0219-y";

    private static final int CACHED_VISAS = 200_000;
    private static final PercentEscaper FILE_NAMES = new PercentEscaper("-_.@", false);

    private final PassportSettings settings;
    private final PassportVerifier verifier;
    private final PassportJudge judge;
    private final Cache<HashCode, Verification> verifications = CacheBuilder.newBuilder()
            .maximumWeight(CACHED_VISAS)
            .weigher((HashCode _, Verification verification) -> verification.weight())
            .expireAfterAccess(Duration.ofHours(1))
            .build();
    private final Cache<Path, Stored> stored = CacheBuilder.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    /**
     * What was found out about a token, and the last judgement of it.
     */
    private static final class Verification
    {
        private final Optional<Passport> passport;
        private final Optional<Reason> refusal;
        private volatile Optional<Statement> statement = Optional.empty();

        private Verification(Optional<Passport> passport, Optional<Reason> refusal)
        {
            this.passport = requireNonNull(passport, "passport is null");
            this.refusal = requireNonNull(refusal, "refusal is null");
        }

        private int weight()
        {
            return 1 + passport.map(verified -> verified.visas().size()).orElse(0);
        }
    }

    /**
     * The digest of a stored passport, as the file was then.
     */
    private record Stored(FileTime modified, long size, HashCode digest) {}

    /**
     * What the passport says to conditions and to the audit.
     */
    private record Statement(Map<String, Object> attributes, Map<String, String> provenance, ValidityPeriod period) {}

    PassportAttributes(PassportSettings settings)
    {
        this.settings = requireNonNull(settings, "settings is null");
        this.verifier = new PassportVerifier(settings);
        this.judge = new PassportJudge(settings.users());
    }

    @Override
    public Map<String, Object> attributes(SubjectRequest request)
    {
        try {
            return verification(request)
                    .map(verification -> statement(verification, request).attributes())
                    .orElse(ImmutableMap.of());
        }
        catch (RefusedException _) {
            return ImmutableMap.of();
        }
    }

    @Override
    public Map<String, String> provenance(SubjectRequest request)
    {
        try {
            return verification(request)
                    .map(verification -> statement(verification, request).provenance())
                    .orElse(ImmutableMap.of());
        }
        catch (RefusedException e) {
            return ImmutableMap.of("passport", "refused: " + e.reason.text());
        }
    }

    private Statement statement(Verification verification, SubjectRequest request)
    {
        Passport passport = verification.passport.orElseThrow(() -> new RefusedException(verification.refusal.orElseThrow()));
        try {
            judge.checkUser(passport, request.user());
        }
        catch (InvalidTokenException e) {
            throw new RefusedException(e.reason());
        }
        if (!passport.period().contains(request.at())) {
            throw new RefusedException(Reason.NOT_VALID_NOW);
        }
        // A passport is of one user, so that a statement is too
        Optional<Statement> last = verification.statement;
        if (last.isPresent() && last.orElseThrow().period().contains(request.at())) {
            return last.orElseThrow();
        }
        Statement statement = statement(passport, judge.judge(passport, request.user(), request.at()));
        verification.statement = Optional.of(statement);
        return statement;
    }

    private static Statement statement(Passport passport, Judgement judgement)
    {
        List<Visa> visas = judgement.visas();
        ImmutableMap.Builder<String, String> provenance = ImmutableMap.builder();
        provenance.put("passport", "accepted");
        provenance.put("passport_iss", passport.identity().issuer());
        passport.id().ifPresent(id -> provenance.put("passport_jti", id));
        provenance.put("visas", Integer.toString(visas.size()));
        if (!judgement.ignored().isEmpty()) {
            provenance.put("ignored_visas", judgement.ignored().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> "%s: %s".formatted(entry.getValue(), entry.getKey().text()))
                    .collect(joining("; ")));
        }
        return new Statement(
                ImmutableMap.of(
                        VISAS, visas.stream().map(PassportAttributes::visa).collect(toImmutableList()),
                        REGISTERED_ACCESS, hasRegistered(visas, Visa.ACCEPTED_TERMS_AND_POLICIES) && hasRegistered(visas, Visa.RESEARCHER_STATUS)),
                provenance.buildOrThrow(),
                judgement.period());
    }

    private static boolean hasRegistered(List<Visa> visas, String type)
    {
        return visas.stream().anyMatch(visa -> visa.type().equals(type) && visa.value().equals(REGISTERED_ACCESS_VALUE));
    }

    private static Map<String, Object> visa(Visa visa)
    {
        ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
        map.put("type", visa.type());
        map.put("value", visa.value());
        map.put("source", visa.source());
        map.put("asserted", visa.asserted());
        map.put("iss", visa.identity().issuer());
        map.put("sub", visa.identity().subject());
        map.put("conditions", visa.conditions().map(VisaConditions::toLists).orElse(ImmutableList.of()));
        // Who did not say by which authority, has not said that it is a mild one
        visa.by().ifPresent(by -> map.put("by", by));
        return map.buildOrThrow();
    }

    /**
     * @return empty if the user has no passport
     */
    private Optional<Verification> verification(SubjectRequest request)
    {
        Optional<String> sent = settings.credential().flatMap(name -> Optional.ofNullable(request.credentials().get(name)));
        if (sent.isPresent()) {
            String token = sent.orElseThrow().strip();
            checkSize(token.length());
            return Optional.of(verification(digest(token), token));
        }
        return settings.stored().flatMap(folder -> stored(folder.resolve(FILE_NAMES.escape(request.user()) + ".jwt")));
    }

    private Optional<Verification> stored(Path file)
    {
        try {
            long size = Files.size(file);
            FileTime modified = Files.getLastModifiedTime(file);
            checkSize(size);
            Stored known = stored.getIfPresent(file);
            if (known != null && known.size() == size && known.modified().equals(modified)) {
                Verification verification = verifications.getIfPresent(known.digest());
                if (verification != null) {
                    return Optional.of(verification);
                }
            }
            // A token is ASCII: what is not is refused as malformed
            String token = new String(Files.readAllBytes(file), ISO_8859_1).strip();
            HashCode digest = digest(token);
            stored.put(file, new Stored(modified, size, digest));
            return Optional.of(verification(digest, token));
        }
        catch (NoSuchFileException _) {
            return Optional.empty();
        }
        catch (IOException _) {
            throw new RefusedException(Reason.MALFORMED);
        }
    }

    private static void checkSize(long size)
    {
        if (size > PassportVerifier.MAX_PASSPORT) {
            throw new RefusedException(Reason.TOO_LARGE);
        }
    }

    private static HashCode digest(String token)
    {
        return Hashing.sha256().hashString(token, UTF_8);
    }

    private Verification verification(HashCode digest, String token)
    {
        try {
            return verifications.get(digest, () -> verify(token));
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            Throwables.throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
    }

    private Verification verify(String token)
    {
        try {
            return new Verification(Optional.of(verifier.verify(token)), Optional.empty());
        }
        catch (InvalidTokenException e) {
            return new Verification(Optional.empty(), Optional.of(e.reason()));
        }
    }

    /**
     * Ends a request for attributes: the passport counts for nothing.
     */
    private static final class RefusedException
            extends RuntimeException
    {
        private final Reason reason;

        private RefusedException(Reason reason)
        {
            super(reason.text(), null, false, false);
            this.reason = reason;
        }
    }
}
