package coop.imece.gateway.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {
  @TempDir Path folder;

  private static String render(ChatTemplate template, Map<String, Object> extra) {
    return rendered(template, "hi", extra).text();
  }

  private static RenderedPrompt rendered(
      ChatTemplate template, String content, Map<String, Object> extra) {
    Map<String, Object> message = Map.of("role", "user", "content", content);
    return template.render(List.of(message), extra, GoldenCasesTest.CLOCK);
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  @Test
  void the_template_may_stand_in_the_configuration() throws IOException {
    write(
        "tokenizer_config.json",
        """
        {"bos_token": "<s>", "eos_token": {"content": "</s>"}, "pad_token": null,
         "chat_template": "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ pad_token }}"}
        """);
    assertEquals("<s>hi</s>", render(ChatTemplate.load(folder).orElseThrow(), Map.of()));
  }

  @Test
  void a_file_of_its_own_goes_before_the_configuration() throws IOException {
    write("tokenizer_config.json", "{\"chat_template\": \"config\"}");
    write("chat_template.jinja", "file {{ messages[0].content }}\n");
    assertEquals("file hi", render(ChatTemplate.load(folder).orElseThrow(), Map.of()));
  }

  @Test
  void of_named_templates_the_default_counts_and_tool_use_for_requests_with_tools()
      throws IOException {
    write(
        "tokenizer_config.json",
        """
        {"chat_template": [{"name": "tool_use", "template": "tools"},
                           {"name": "default", "template": "plain"}]}
        """);
    var template = ChatTemplate.load(folder).orElseThrow();
    assertEquals("plain", render(template, Map.of()));
    assertEquals("tools", render(template, Map.of("tools", List.of(Map.of()))));
  }

  @Test
  void special_tokens_may_stand_in_a_file_of_their_own() throws IOException {
    write("special_tokens_map.json", "{\"bos_token\": {\"content\": \"<b>\"}}");
    write("chat_template.jinja", "{{ bos_token }}");
    assertEquals("<b>", render(ChatTemplate.load(folder).orElseThrow(), Map.of()));
  }

  @Test
  void a_folder_without_template_has_none() throws IOException {
    assertTrue(ChatTemplate.load(folder).isEmpty());
    write("tokenizer_config.json", "{\"chat_template\": null}");
    assertTrue(ChatTemplate.load(folder).isEmpty());
  }

  @Test
  void a_request_can_set_neither_messages_nor_special_tokens_by_extra_context() {
    var template =
        ChatTemplate.parse(
            "{{ bos_token }}{{ messages[0].content }}{{ add_generation_prompt }}{{ x }}",
            Map.of("bos_token", "<s>"));
    assertEquals(
        "<s>hiTrue1",
        render(
            template,
            Map.of(
                "bos_token",
                "bad",
                "messages",
                List.of(),
                "add_generation_prompt",
                false,
                "x",
                1)));
  }

  @Test
  void what_comes_from_messages_is_told_apart_through_all_text_operations() {
    var source =
        """
        {%- macro wrap(x) %}<a>{{ x }}</a>{% endmacro -%}
        {%- set ns = namespace(t='') -%}
        {%- for m in messages -%}
          {%- set ns.t = ns.t ~ wrap(m.content.strip().split('|')[-1]|replace('z', '<z>')) -%}
        {%- endfor -%}
        {{ ns.t }}{{ messages[0].content|tojson }}{{ messages[0].content|upper }}{% filter trim %} <f> {% endfilter %}""";
    var prompt = rendered(ChatTemplate.parse(source, Map.of()), " <q>|<u>z ", Map.of());
    assertEquals("<a><u><z></a>\" <q>|<u>z \" <Q>|<U>Z <f>", prompt.text());
    for (var own : List.of("<a>", "<z>", "</a>", "<f>")) {
      var at = prompt.text().indexOf(own);
      assertTrue(prompt.fromTemplate(at, at + own.length()), own);
    }
    for (var others : List.of("<u>", "<q>", "<Q>", "<U>")) {
      for (int at = prompt.text().indexOf(others);
          at >= 0;
          at = prompt.text().indexOf(others, at + 1)) {
        assertFalse(prompt.fromTemplate(at, at + 1), others);
        assertFalse(prompt.fromTemplate(at + 2, at + 3), others);
      }
    }
  }

  @Test
  void a_known_role_counts_as_the_templates_and_no_other_does() {
    var template = ChatTemplate.parse("<|{{ messages[0].role }}|>", Map.of());
    for (var role : List.of("user", "assistant", "system", "tool", "developer", "<|x|>")) {
      var prompt = template.render(List.of(Map.of("role", role)), Map.of(), GoldenCasesTest.CLOCK);
      assertEquals(!role.equals("<|x|>"), prompt.fromTemplate(0, prompt.text().length()), role);
    }
  }

  @Test
  void a_refusal_of_the_template_is_told_from_a_failure_of_it() {
    var refusing = ChatTemplate.parse("{{ raise_exception('roles must alternate') }}", Map.of());
    var refusal = assertThrows(TemplateRefusalException.class, () -> render(refusing, Map.of()));
    assertEquals("roles must alternate", refusal.getMessage());
    var failing = ChatTemplate.parse("\n{{ messages + 1 }}", Map.of());
    var failure = assertThrows(TemplateException.class, () -> render(failing, Map.of()));
    assertEquals(2, failure.line());
    assertEquals("list + number has no result", failure.reason());
  }
}
