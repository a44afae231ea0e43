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
package io.genolake.access.condition;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.genolake.access.condition.Condition.Requirement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Compiles and type-checks the CEL expressions of a policy. They see {@code user}, {@code tags}, {@code purpose}, and in a {@code where} of a
 * registry also {@code sample}.
 */
public final class ConditionCompiler
{
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(10_000)
            .maxParseRecursionDepth(64)
            .comprehensionMaxIterations(100_000)
            .maxRegexProgramSize(1_000)
            .build();
    private static final CelType ATTRIBUTES = MapType.create(SimpleType.STRING, SimpleType.DYN);
    private static final Set<String> VARIABLES = ImmutableSet.of("user", "tags", "purpose", "sample");
    private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);

    /**
     * What the value of an expression must be.
     */
    public enum Kind
    {
        /**
         * A truth value over user, tags and purpose
         */
        CONDITION,
        /**
         * A list of texts over user and purpose
         */
        LIST,
        /**
         * A truth value over user, tags, purpose and a line of the registry
         */
        WHERE,
    }

    private final CelCompiler condition = compiler(false);
    private final CelCompiler where = compiler(true);
    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(CelFunctionBinding.from("duo_allows_string_string", String.class, String.class, DataUse::allows))
            .build();

    private static CelCompiler compiler(boolean withSample)
    {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("user", ATTRIBUTES)
                .addVar("tags", ATTRIBUTES)
                .addVar("purpose", SimpleType.STRING)
                .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        "duo_allows",
                        CelOverloadDecl.newGlobalOverload("duo_allows_string_string", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING)));
        if (withSample) {
            builder.addVar("sample", TEXTS);
        }
        return builder.build();
    }

    /**
     * @throws InvalidConditionException if the text is no expression of that kind
     */
    public Condition compile(String text, Kind kind)
            throws InvalidConditionException
    {
        requireNonNull(text, "text is null");
        CelValidationResult result = (kind == Kind.WHERE ? where : condition).compile(text);
        if (result.hasError()) {
            CelIssue issue = result.getErrors().getFirst();
            throw new InvalidConditionException("%s (character %s)".formatted(issue.getMessage(), issue.getSourceLocation().getColumn() + 1));
        }
        CelAbstractSyntaxTree tree;
        CelRuntime.Program program;
        try {
            tree = result.getAst();
            program = runtime.createProgram(tree);
        }
        catch (CelValidationException | CelEvaluationException e) {
            throw new InvalidConditionException("it does not compile");
        }
        CelType type = tree.getResultType();
        boolean fits = switch (kind) {
            case CONDITION, WHERE -> type.equals(SimpleType.BOOL) || type.equals(SimpleType.DYN);
            case LIST -> type instanceof ListType || type.equals(SimpleType.STRING) || type.equals(SimpleType.DYN);
        };
        if (!fits) {
            throw new InvalidConditionException(kind == Kind.LIST ? "it is no list of texts" : "it is no truth value");
        }
        List<Requirement> requirements = new ArrayList<>();
        if (kind == Kind.WHERE) {
            addRequirements(tree.getExpr(), requirements);
        }
        return new Condition(text, references(tree), requirements, program);
    }

    /**
     * Adds those of {@code sample.a == 'x'}, {@code sample.a == user.b}, {@code sample.a in user.b} and {@code sample.a in ['x', 'y']}, alone or as parts of a conjunction,
     * which is true only where all of its parts are.
     */
    private static void addRequirements(CelExpr expression, List<Requirement> requirements)
    {
        if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return;
        }
        CelExpr.CelCall call = expression.call();
        if (call.args().size() != 2) {
            return;
        }
        CelExpr left = call.args().get(0);
        CelExpr right = call.args().get(1);
        switch (call.function()) {
            case "_&&_" -> {
                addRequirements(left, requirements);
                addRequirements(right, requirements);
            }
            case "_==_" -> requirement(left, right).or(() -> requirement(right, left)).ifPresent(requirements::add);
            case "@in" -> requirement(left, right).ifPresent(requirements::add);
            default -> {}
        }
    }

    private static Optional<Requirement> requirement(CelExpr sample, CelExpr value)
    {
        Optional<String> attribute = reference(sample, Optional.empty()).filter(name -> name.startsWith("sample."));
        if (attribute.isEmpty() || sample.select().testOnly()) {
            return Optional.empty();
        }
        String name = attribute.orElseThrow().substring("sample.".length());
        Optional<String> reference = reference(value, Optional.empty()).filter(other -> !other.startsWith("sample"));
        if (reference.isPresent()) {
            return reference.map(other -> new Requirement(name, ImmutableSet.of(), other));
        }
        if (value.getKind() == CelExpr.ExprKind.Kind.LIST) {
            List<Optional<String>> texts = value.list().elements().stream().map(ConditionCompiler::text).toList();
            return texts.stream().allMatch(Optional::isPresent)
                    ? Optional.of(new Requirement(name, texts.stream().flatMap(Optional::stream).collect(toImmutableSet()), ""))
                    : Optional.empty();
        }
        return text(value).map(literal -> new Requirement(name, ImmutableSet.of(literal), ""));
    }

    private static Optional<String> text(CelExpr expression)
    {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }

    private static Set<String> references(CelAbstractSyntaxTree tree)
    {
        return CelNavigableAst.fromAst(tree).getRoot().allNodes()
                .map(node -> reference(node.expr(), node.parent().map(parent -> parent.expr())))
                .flatMap(Optional::stream)
                .collect(toImmutableSet());
    }

    private static Optional<String> reference(CelExpr expression, Optional<CelExpr> parent)
    {
        if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT && expression.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT) {
            String name = expression.select().operand().ident().name();
            return VARIABLES.contains(name) ? Optional.of(name + "." + expression.select().field()) : Optional.empty();
        }
        boolean selected = parent.map(above -> above.getKind() == CelExpr.ExprKind.Kind.SELECT).orElse(false);
        if (expression.getKind() == CelExpr.ExprKind.Kind.IDENT && !selected && VARIABLES.contains(expression.ident().name())) {
            return Optional.of(expression.ident().name());
        }
        return Optional.empty();
    }
}
