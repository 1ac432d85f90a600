package coop.imece.gateway.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaliciousTemplateTest {
  private static final Map<String, Value> CONTEXT =
      Map.of(
          "messages",
          JsonValues.ofRequest(List.of(Map.of("role", "user", "content", "x".repeat(10_000)))));

  /** Of the default, so that the tests are quick. */
  private static final Limits TENTH =
      new Limits(
          Limits.DEFAULT.steps() / 10, Limits.DEFAULT.characters() / 10, Limits.DEFAULT.depth());

  private static String render(String template) {
    return Template.parse(template).render(CONTEXT, TENTH, GoldenCasesTest.CLOCK).chars();
  }

  private static String failure(String template) {
    return assertThrows(TemplateException.class, () -> render(template)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages.__init__.__globals__['os'].popen('id').read() }}",
        "{{ ''['__class__'] }}",
        "{{ messages|map(attribute='__class__')|list }}",
        "{{ range.__globals__ }}",
        "{{ raise_exception.__call__ }}",
        "{{ namespace().__dict__ }}",
        "{{ (1).__class__ }}",
        "{{ none.__class__ }}",
        "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
        "{% for x in [1] %}{{ loop.__class__ }}{% endfor %}"
      })
  void attributes_of_the_host_are_out_of_reach(String template) {
    var message = failure(template);
    assertTrue(
        message.matches("chat template, line 1: the attribute '__\\w+__' is out of reach"),
        message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ joiner() }}",
        "{{ config.items() }}",
        "{{ request.application }}",
        "{{ ''.getClass().forName('java.lang.Runtime') }}",
        "{{ ''.class.classLoader }}",
        "{{ messages.getClass() }}",
        "{{ T('java.lang.Runtime') }}",
        "{{ messages|attr('__class__') }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ '{0.__class__}'.format_map({}) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% from 'os' import system %}",
        "{% extends 'base' %}",
        "{% block b %}{% endblock %}",
        "{% do messages.append(1) %}",
        "{{ messages.append(1) }}",
        "{{ messages.clear() }}",
        "{% set messages.x = 1 %}"
      })
  void nothing_leads_to_objects_files_or_changes(String template) {
    failure(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for i in range(9223372036854775807) %}{% endfor %}",
        "{% for i in range(1000) %}{% for j in range(1000) %}{% for k in range(1000) %}{% endfor"
            + " %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(l=[[]]) %}{% for i in range(40) %}{% set ns.l = [ns.l, ns.l] %}{%"
            + " endfor %}{{ ns.l == ns.l|list }}",
        "{% set ns = namespace(l=[[]]) %}{% for i in range(40) %}{% set ns.l = [ns.l, ns.l] %}{%"
            + " endfor %}{{ ns.l }}",
        "{% set ns = namespace(l=[[]]) %}{% for i in range(40) %}{% set ns.l = [ns.l, ns.l] %}{%"
            + " endfor %}{{ ns.l|tojson }}",
        "{% set t = messages[0].content * 1000 %}{% for i in range(1000) %}{{ t.count('ab')"
            + " }}{% endfor %}",
        "{% set t = 'a' * 1000000 %}{% set p = 'a' * 500000 ~ 'b' %}{{ p in t }}",
        "{{ ('a' * 1000000)|list|sort|unique|list }}",
        "{{ range(100000)|map('string')|unique|list|length }}"
      })
  void endless_work_is_stopped(String template) {
    var message = failure(template);
    assertTrue(message.matches("chat template, line 1: stopped after (making )?\\d+ .*"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'a' * 1000000000 }}",
        "{{ 'a' * 9223372036854775807 }}",
        "{{ [0] * 1000000000 }}",
        "{{ 10 ** 1000000000 }}",
        "{% set ns = namespace(t='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}{% set ns.t = ns.t ~"
            + " ns.t %}{% endfor %}",
        "{% set ns = namespace(t='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}{% set ns.t = ns.t +"
            + " ns.t %}{% endfor %}",
        "{% set ns = namespace(t='a') %}{% for i in range(60) %}{% set ns.t ="
            + " ns.t.replace('a', 'aaaa') %}{% endfor %}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{%"
            + " endfor %}",
        "{% set ns = namespace(l=['a' * 1000]) %}{% for i in range(60) %}{% set ns.l ="
            + " [ns.l|join(ns.l|join)] %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
        "{% for i in range(100000) %}{{ messages[0].content }}{% endfor %}",
        "{{ '%999d' % 1 * 1000000 }}",
        "{{ ('a' * 1000000)|indent(1000000000, true) * 1000 }}",
        "{{ ('\\n' * 1000000)|indent(1000, true, true) }}"
      })
  void bombs_are_stopped_before_they_fill_the_memory(String template) {
    failure(template);
  }

  static Stream<String> deep() {
    return Stream.of(
        "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}",
        "{{ " + "[".repeat(100_000) + "]".repeat(100_000) + " }}",
        "{{ " + "not ".repeat(60_000) + "1 }}",
        "{{ " + "-".repeat(100_000) + "1 }}",
        "{{ 1" + " + 1".repeat(50_000) + " }}",
        "{{ 1" + " or 1".repeat(40_000) + " }}",
        "{{ 1" + " ** 1".repeat(40_000) + " }}",
        "{{ a" + ".a".repeat(100_000) + " }}",
        "{{ a" + "|trim".repeat(40_000) + " }}",
        "{{ 1" + " if 1 else 1".repeat(20_000) + " }}",
        "{% if 1 %}".repeat(20_000) + "{% endif %}".repeat(2),
        "{% set " + "(".repeat(100_000) + "a" + ")".repeat(100_000) + " = 1 %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set ns = namespace(l=[]) %}{% for i in range(10000) %}{% set ns.l = [ns.l] %}{% endfor"
            + " %}{{ ns.l }}",
        "{% set ns = namespace(l=[]) %}{% for i in range(10000) %}{% set ns.l = [ns.l] %}{% endfor"
            + " %}{{ ns.l|tojson }}",
        "{% set ns = namespace(l=[], m=[]) %}{% for i in range(10000) %}{% set ns.l = [ns.l] %}{%"
            + " set ns.m = [ns.m] %}{% endfor %}{{ ns.l == ns.m }}");
  }

  @ParameterizedTest
  @MethodSource("deep")
  void deep_nesting_is_an_error_and_no_stack_overflow(String template) {
    var message = failure(template);
    assertTrue(
        message.matches("chat template, line 1: (nested deeper than|more than) \\d+.*"), message);
  }

  @Test
  void a_namespace_within_itself_can_not_be_printed() {
    assertEquals(
        "chat template, line 1: a namespace can't be printed",
        failure("{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}"));
  }

  @Test
  void a_failure_names_its_line_and_reason() {
    assertEquals(
        "chat template, line 3: 'x' is undefined",
        failure("a\n{% if true %}\n{{ x.y }}\n{% endif %}"));
    assertEquals("chat template, line 2: unexpected '}', expected ')'", failure("\n{{ (1 + 2 }}"));
    assertEquals(
        "chat template, line 1: the tag 'include' is not supported", failure("{% include 'x' %}"));
  }

  @Test
  void an_oversized_template_is_refused() {
    assertEquals(
        "chat template, line 1: the template has 262145 characters, at most 262144 are allowed",
        failure("x".repeat(262_145)));
  }
}
