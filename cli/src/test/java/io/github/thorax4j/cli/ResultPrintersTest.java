package io.github.thorax4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.thorax4j.ModelIdentity;
import io.github.thorax4j.Outcome;
import io.github.thorax4j.Reason;
import io.github.thorax4j.batch.FileResult;
import io.github.thorax4j.batch.Tally;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class ResultPrintersTest {

  private static final ModelIdentity MODEL = new ModelIdentity("net", "1", "ab".repeat(32));

  private static final FileResult.Answered ASSESSED =
      new FileResult.Answered(
          "a.dcm", Outcome.Assessed.of(0.75, 0.5, MODEL, List.of("invert", "resize")), 12);

  private static final FileResult.Answered DECLINED =
      new FileResult.Answered(
          "b.dcm",
          new Outcome.Declined(Reason.NOT_FRONTAL, "ViewPosition is 'LL'", MODEL, List.of()),
          3);

  private static final FileResult.Failed FAILED =
      new FileResult.Failed("c.dcm", "c.dcm: the file is empty", 0);

  private final StringWriter text = new StringWriter();
  private final Output out = new Output(text);

  private void print(ResultPrinter printer) throws IOException {
    Tally tally = new Tally();
    printer.begin();
    for (FileResult.Answered answered : List.of(ASSESSED, DECLINED)) {
      printer.answered(answered);
      tally.count(answered);
    }
    printer.failed(FAILED);
    tally.count(FAILED);
    printer.end(tally);
  }

  @Test
  void json() throws IOException {
    print(new JsonPrinter(out));

    assertThat(text.toString())
        .isEqualTo(
            """
            {"file":"a.dcm","status":"assessed","finding":"pneumonia","probability":0.75,\
            "threshold":0.5,"model":{"name":"net","version":"1","sha256":"%1$s"},\
            "reason":null,"detail":null,"preprocessing":["invert","resize"],"millis":12}
            {"file":"b.dcm","status":"declined","finding":null,"probability":null,\
            "threshold":null,"model":{"name":"net","version":"1","sha256":"%1$s"},\
            "reason":"not_frontal","detail":"ViewPosition is 'LL'","preprocessing":[],"millis":3}
            {"file":"c.dcm","status":"failed","finding":null,"probability":null,\
            "threshold":null,"model":null,"reason":null,"detail":"c.dcm: the file is empty",\
            "preprocessing":[],"millis":0}
            """
                .formatted(MODEL.sha256()));
  }

  @Test
  void csv() throws IOException {
    print(new CsvPrinter(out));

    assertThat(text.toString())
        .isEqualTo(
            """
            file,status,finding,probability,threshold,model_name,model_version,model_sha256,\
            reason,detail,preprocessing,millis
            a.dcm,assessed,pneumonia,0.75,0.5,net,1,%1$s,,,invert; resize,12
            b.dcm,declined,,,,net,1,%1$s,not_frontal,ViewPosition is 'LL',,3
            c.dcm,failed,,,,,,,,c.dcm: the file is empty,,0
            """
                .formatted(MODEL.sha256()));
  }

  @Test
  void table() throws IOException {
    print(new TablePrinter(out, MODEL, 0.5));

    assertThat(text.toString())
        .isEqualTo(
            """
            finding    probability  file
            pneumonia       0.7500  a.dcm
            declined             -  b.dcm  (ViewPosition is 'LL')
            failed               -  c.dcm  (the file is empty)

            1 assessed (1 pneumonia, 0 normal), 1 declined, 1 failed.
            Model net 1 (abababababab), threshold 0.5.
            Research software, not for diagnosis.
            """);
  }

  private static final String HOSTILE = "a,\"b\"\n\tc\u001b[2Jд.png";

  @Test
  void aNameOfAnyKindSurvivesJsonAndCsv() throws IOException {
    FileResult.Failed failed = new FileResult.Failed(HOSTILE, HOSTILE + ": broken", 1);
    new JsonPrinter(out).failed(failed);
    JsonNode object = new ObjectMapper().readTree(text.toString());
    assertThat(text.toString().lines()).hasSize(1);
    assertThat(object.path("file").asText()).isEqualTo(HOSTILE);

    text.getBuffer().setLength(0);
    CsvPrinter csv = new CsvPrinter(out);
    csv.begin();
    csv.failed(failed);
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser =
        CSVParser.builder().setReader(new StringReader(text.toString())).setFormat(format).get()) {
      CSVRecord record = parser.getRecords().get(0);
      assertThat(record.get("file")).isEqualTo(HOSTILE);
      assertThat(record.get("detail")).isEqualTo(HOSTILE + ": broken");
      assertThat(record.isConsistent()).isTrue();
    }
  }

  @Test
  void aNameCannotSteerTheTerminal() throws IOException {
    new TablePrinter(out, MODEL, 0.5).failed(new FileResult.Failed(HOSTILE, "broken", 1));

    assertThat(text.toString())
        .isEqualTo("failed               -  a,\"b\"\\n\\tc\\u001b[2Jд.png  (broken)\n");
  }
}
