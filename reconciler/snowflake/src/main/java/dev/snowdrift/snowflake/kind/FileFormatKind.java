package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A file format: how files of a stage are read and written. What a manifest does not name keeps
/// whatever value it has; SHOW tells every option at once, so nothing is described.
public final class FileFormatKind implements SnowflakeKind<FileFormatKind.Spec> {
  private static final Statements STATEMENTS = new Statements("FILE FORMAT");

  /// What the files are; for life.
  public enum Type {
    CSV,
    JSON,
    AVRO,
    ORC,
    PARQUET,
    XML
  }

  /// An option, and the types that have it (Snowflake documentation of CREATE FILE FORMAT, and
  /// snowflakedb/terraform-provider-snowflake, pkg/sdk/file_formats_ext.go).
  private record Option(Set<Type> types, Property<Spec> property) {}

  @Doc("A file format")
  public record Spec(
      @Doc("What the files are; only another file format can be of another type") @Example("CSV")
          Type type,
      @Doc("How files are compressed") @Example("GZIP") Optional<String> compression,
      @Doc("What separates rows; `\\n`, `\\t` and the like are understood, NONE for none")
          Optional<String> recordDelimiter,
      @Doc("What separates fields, NONE for none") @Example("\"|\"")
          Optional<String> fieldDelimiter,
      @Doc("Whether a row may take several lines") Optional<Boolean> multiLine,
      @Doc("The ending of files that are unloaded") @Example("csv") Optional<String> fileExtension,
      @Doc("Whether the first row names the columns") Optional<Boolean> parseHeader,
      @Doc("Lines to leave out at the beginning") @Example("1") @Min(0) Optional<Long> skipHeader,
      @Doc("Whether blank lines are left out") Optional<Boolean> skipBlankLines,
      @Doc("How dates are written") @Example("YYYY-MM-DD") Optional<String> dateFormat,
      @Doc("How times are written") Optional<String> timeFormat,
      @Doc("How timestamps are written") Optional<String> timestampFormat,
      @Doc("How binary values are written") @Example("BASE64") Optional<String> binaryFormat,
      @Doc("The escape sign of enclosed fields, NONE for none") Optional<String> escape,
      @Doc("The escape sign of other fields, NONE for none") @Example("NONE")
          Optional<String> escapeUnenclosedField,
      @Doc("Whether blanks around values go") Optional<Boolean> trimSpace,
      @Doc("The quotation sign of fields, NONE for none") @Example("'\"'")
          Optional<String> fieldOptionallyEnclosedBy,
      @Doc("Texts that stand for NULL") @Example("[\"\", \"NULL\"]") List<String> nullIf,
      @Doc("Whether another number of fields is an error")
          Optional<Boolean> errorOnColumnCountMismatch,
      @Doc("Whether the encoding is checked") Optional<Boolean> validateUtf8,
      @Doc("Whether invalid UTF-8 is replaced") Optional<Boolean> replaceInvalidCharacters,
      @Doc("Whether an empty field is NULL") Optional<Boolean> emptyFieldAsNull,
      @Doc("Whether a byte order mark is left out") Optional<Boolean> skipByteOrderMark,
      @Doc("The encoding of the files") @Example("UTF8") Optional<String> encoding,
      @Doc("Whether octal numbers are read") Optional<Boolean> enableOctal,
      @Doc("Whether the last of equal keys counts") Optional<Boolean> allowDuplicate,
      @Doc("Whether the items of the outer array are the rows") Optional<Boolean> stripOuterArray,
      @Doc("Whether fields that are null are left out") Optional<Boolean> stripNullValues,
      @Doc("Whether invalid UTF-8 is replaced; older name") Optional<Boolean> ignoreUtf8Errors,
      @Doc("Whether columns without logical type are text") Optional<Boolean> binaryAsText,
      @Doc("Whether logical types are used") Optional<Boolean> useLogicalType,
      @Doc("Whether the vectorized scanner reads") Optional<Boolean> useVectorizedScanner,
      @Doc("Whether blanks in elements stay") Optional<Boolean> preserveSpace,
      @Doc("Whether the outer element is left out") Optional<Boolean> stripOuterElement,
      @Doc("Whether numbers and booleans stay text") Optional<Boolean> disableAutoConvert,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      nullIf = List.copyOf(nullIf);
    }
  }

  private static final List<Option> OPTIONS =
      List.of(
          new Option(
              Set.of(Type.CSV, Type.JSON, Type.AVRO, Type.PARQUET, Type.XML),
              FileFormatValue.<Spec>word("compression", "COMPRESSION", Spec::compression)
                  .standardBySet(Canonical.text("AUTO"))),
          new Option(
              Set.of(Type.CSV),
              FileFormatValue.<Spec>sign(
                      "recordDelimiter", "RECORD_DELIMITER", Spec::recordDelimiter)
                  .standardBySet(FileFormatValue.signed("\\n"))),
          new Option(
              Set.of(Type.CSV),
              FileFormatValue.<Spec>sign("fieldDelimiter", "FIELD_DELIMITER", Spec::fieldDelimiter)
                  .standardBySet(FileFormatValue.signed(","))),
          new Option(
              Set.of(Type.CSV, Type.JSON),
              Property.<Spec>bool("multiLine", "MULTI_LINE", Spec::multiLine)
                  .standardBySet(Canonical.bool(true))),
          new Option(
              Set.of(Type.CSV, Type.JSON),
              FileFormatValue.<Spec>text("fileExtension", "FILE_EXTENSION", Spec::fileExtension)),
          new Option(
              Set.of(Type.CSV),
              Property.<Spec>bool("parseHeader", "PARSE_HEADER", Spec::parseHeader)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.CSV),
              Property.<Spec>number("skipHeader", "SKIP_HEADER", Spec::skipHeader)
                  .standardBySet(Canonical.number(0))),
          new Option(
              Set.of(Type.CSV),
              Property.<Spec>bool("skipBlankLines", "SKIP_BLANK_LINES", Spec::skipBlankLines)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.CSV, Type.JSON),
              FileFormatValue.<Spec>text("dateFormat", "DATE_FORMAT", Spec::dateFormat)
                  .standardBySet(Canonical.text("AUTO"))),
          new Option(
              Set.of(Type.CSV, Type.JSON),
              FileFormatValue.<Spec>text("timeFormat", "TIME_FORMAT", Spec::timeFormat)
                  .standardBySet(Canonical.text("AUTO"))),
          new Option(
              Set.of(Type.CSV, Type.JSON),
              FileFormatValue.<Spec>text(
                      "timestampFormat", "TIMESTAMP_FORMAT", Spec::timestampFormat)
                  .standardBySet(Canonical.text("AUTO"))),
          new Option(
              Set.of(Type.CSV, Type.JSON),
              FileFormatValue.<Spec>word("binaryFormat", "BINARY_FORMAT", Spec::binaryFormat)
                  .standardBySet(Canonical.text("HEX"))),
          new Option(
              Set.of(Type.CSV),
              FileFormatValue.<Spec>sign("escape", "ESCAPE", Spec::escape)
                  .standardBySet(FileFormatValue.signed("NONE"))),
          new Option(
              Set.of(Type.CSV),
              FileFormatValue.<Spec>sign(
                      "escapeUnenclosedField",
                      "ESCAPE_UNENCLOSED_FIELD",
                      Spec::escapeUnenclosedField)
                  .standardBySet(FileFormatValue.signed("\\\\"))),
          new Option(
              Set.of(Type.CSV, Type.JSON, Type.AVRO, Type.ORC, Type.PARQUET),
              Property.<Spec>bool("trimSpace", "TRIM_SPACE", Spec::trimSpace)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.CSV),
              FileFormatValue.<Spec>sign(
                      "fieldOptionallyEnclosedBy",
                      "FIELD_OPTIONALLY_ENCLOSED_BY",
                      Spec::fieldOptionallyEnclosedBy)
                  .standardBySet(FileFormatValue.signed("NONE"))),
          new Option(
              Set.of(Type.CSV, Type.JSON, Type.AVRO, Type.ORC, Type.PARQUET),
              FileFormatValue.<Spec>list("nullIf", "NULL_IF", Spec::nullIf)),
          new Option(
              Set.of(Type.CSV),
              Property.<Spec>bool(
                      "errorOnColumnCountMismatch",
                      "ERROR_ON_COLUMN_COUNT_MISMATCH",
                      Spec::errorOnColumnCountMismatch)
                  .standardBySet(Canonical.bool(true))),
          new Option(
              Set.of(Type.CSV),
              Property.<Spec>bool("validateUtf8", "VALIDATE_UTF8", Spec::validateUtf8)
                  .standardBySet(Canonical.bool(true))),
          new Option(
              Set.of(Type.CSV, Type.JSON, Type.AVRO, Type.ORC, Type.PARQUET, Type.XML),
              Property.<Spec>bool(
                      "replaceInvalidCharacters",
                      "REPLACE_INVALID_CHARACTERS",
                      Spec::replaceInvalidCharacters)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.CSV),
              Property.<Spec>bool("emptyFieldAsNull", "EMPTY_FIELD_AS_NULL", Spec::emptyFieldAsNull)
                  .standardBySet(Canonical.bool(true))),
          new Option(
              Set.of(Type.CSV, Type.JSON, Type.XML),
              Property.<Spec>bool(
                      "skipByteOrderMark", "SKIP_BYTE_ORDER_MARK", Spec::skipByteOrderMark)
                  .standardBySet(Canonical.bool(true))),
          new Option(
              Set.of(Type.CSV),
              FileFormatValue.<Spec>encoding("encoding", "ENCODING", Spec::encoding)
                  .standardBySet(Canonical.text("UTF8"))),
          new Option(
              Set.of(Type.JSON),
              Property.<Spec>bool("enableOctal", "ENABLE_OCTAL", Spec::enableOctal)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.JSON),
              Property.<Spec>bool("allowDuplicate", "ALLOW_DUPLICATE", Spec::allowDuplicate)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.JSON),
              Property.<Spec>bool("stripOuterArray", "STRIP_OUTER_ARRAY", Spec::stripOuterArray)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.JSON),
              Property.<Spec>bool("stripNullValues", "STRIP_NULL_VALUES", Spec::stripNullValues)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.JSON, Type.XML),
              Property.<Spec>bool("ignoreUtf8Errors", "IGNORE_UTF8_ERRORS", Spec::ignoreUtf8Errors)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.PARQUET),
              Property.<Spec>bool("binaryAsText", "BINARY_AS_TEXT", Spec::binaryAsText)
                  .standardBySet(Canonical.bool(true))),
          new Option(
              Set.of(Type.PARQUET),
              Property.<Spec>bool("useLogicalType", "USE_LOGICAL_TYPE", Spec::useLogicalType)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.PARQUET),
              Property.<Spec>bool(
                  "useVectorizedScanner", "USE_VECTORIZED_SCANNER", Spec::useVectorizedScanner)),
          new Option(
              Set.of(Type.XML),
              Property.<Spec>bool("preserveSpace", "PRESERVE_SPACE", Spec::preserveSpace)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.XML),
              Property.<Spec>bool(
                      "stripOuterElement", "STRIP_OUTER_ELEMENT", Spec::stripOuterElement)
                  .standardBySet(Canonical.bool(false))),
          new Option(
              Set.of(Type.XML),
              Property.<Spec>bool(
                      "disableAutoConvert", "DISABLE_AUTO_CONVERT", Spec::disableAutoConvert)
                  .standardBySet(Canonical.bool(false))));
  private static final List<Property<Spec>> PROPERTIES =
      OPTIONS.stream().map(Option::property).toList();

  @Override
  public String name() {
    return "FileFormat";
  }

  @Override
  public Wave wave() {
    return Wave.STORAGE;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public String canonicalName(String written) {
    return Names.canonical(written, 3);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    for (var option : OPTIONS) {
      var field = option.property().field();
      var probe =
          new Desired<>(
              context.id(),
              spec,
              dev.snowdrift.manifest.Lifecycle.NONE,
              List.of(),
              context.at(field.name()));
      if (!option.types().contains(spec.type()) && field.desired().apply(probe).isPresent()) {
        Written.problem(
            context,
            field.name(),
            "files of type %s have no such option".formatted(spec.type()),
            "Snowflake refuses options of another type",
            "remove it, or correct `type`");
      }
    }
    return spec;
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return Names.parents(resource.id().name());
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<Field<Spec>>();
    fields.add(
        Field.<Spec>of("type", spec -> Optional.of(Canonical.text(spec.type().name())))
            .repair(
                new Repair.Recreate("a file format keeps its type for life", "its USAGE grants")));
    PROPERTIES.forEach(property -> fields.add(property.field()));
    fields.add(Comments.field(Spec::comment));
    return fields;
  }

  @Override
  public Repair repair(Drift drift, Observed observed, List<Drift> all) {
    return Replacement.beside(drift, all, fields(), Set.of(Comments.FIELD));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql = STATEMENTS.create(resource.id().name()).property("TYPE").words(spec.type().name());
    Property.declared(sql, PROPERTIES, resource);
    return List.of(Comments.write(sql, spec.comment(), mark).ddl());
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    return STATEMENTS.update(resource, PROPERTIES, resource.spec().comment(), drifts, mark);
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return STATEMENTS.adopt(observed, mark);
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return STATEMENTS.drop(observed.id().name());
  }

  @Override
  public Listing listing() {
    return new Listing.OfDatabase("FILE FORMATS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inSchema(row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var fields =
        new Fields(id, row)
            .text("type", row.text("type").map(type -> type.toUpperCase(Locale.ROOT)));
    var shown = FileFormatValue.options(row);
    for (var property : PROPERTIES) {
      fields.field(
          property.field().name(),
          FileFormatValue.read(property.keyword(), shown.path(property.keyword())));
    }
    return fields.observed();
  }
}
