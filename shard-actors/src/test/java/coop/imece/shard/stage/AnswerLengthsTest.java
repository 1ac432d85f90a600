package coop.imece.shard.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerLengthsTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "'200', 200",
    "'200 200', 200",
    "'200 10', 10",
    "'10 200', 10",
    "'10 200 10', 10",
    "'10 200 190', 190"
  })
  void an_answer_like_the_shorter_one_of_the_last_two_is_likely(String ended, int likely) {
    var lengths = new AnswerLengths();
    positions(ended).forEach(lengths::ended);
    assertEquals(likely, lengths.likely());
  }

  private static IntStream positions(String words) {
    return words.isEmpty()
        ? IntStream.empty()
        : Arrays.stream(words.split(" ")).mapToInt(Integer::parseInt);
  }
}
