package coop.imece.gateway.grid;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/**
 * Reads the XML of the Transparency Platform by local names, since its namespaces' versions move.
 * Curve type A03 omits repeated values: the last one holds up to the end of the interval.
 */
final class EntsoeDocument {
  private static final String CARRIED_FORWARD = "A03";
  private static final int MOST_POINTS = 100_000;

  private EntsoeDocument() {}

  /**
   * @throws GridException when there is no data, or what came is no such document
   */
  static List<EntsoeSeries> read(String xml) throws GridException {
    var root = parse(xml);
    if (root.getLocalName().equals("Acknowledgement_MarketDocument")) {
      throw new GridException("ENTSO-E: " + text(root, "text", "no data"));
    }
    var series = new ArrayList<EntsoeSeries>();
    try {
      for (var element : descendants(root, "TimeSeries")) {
        series.add(series(element));
      }
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new GridException(
          "ENTSO-E: a time series can't be read (%s)".formatted(e.getMessage()));
    }
    if (series.isEmpty()) {
      throw new GridException("ENTSO-E: a %s without series".formatted(root.getLocalName()));
    }
    return series;
  }

  private static Element parse(String xml) throws GridException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
    } catch (Exception e) {
      throw new GridException("ENTSO-E: the answer is not XML");
    }
  }

  private static EntsoeSeries series(Element element) throws GridException {
    var points = new TreeMap<Instant, Double>();
    var carried = text(element, "curveType", "A01").equals(CARRIED_FORWARD);
    for (var period : descendants(element, "Period")) {
      points.putAll(points(period, carried));
    }
    var consumption = !descendants(element, "outBiddingZone_Domain.mRID").isEmpty();
    return new EntsoeSeries(text(element, "psrType", ""), consumption, points);
  }

  private static NavigableMap<Instant, Double> points(Element period, boolean carried)
      throws GridException {
    var start = OffsetDateTime.parse(text(period, "start", "")).toInstant();
    var end = OffsetDateTime.parse(text(period, "end", "")).toInstant();
    var step = Duration.parse(text(period, "resolution", ""));
    var count = Duration.between(start, end).dividedBy(step);
    if (step.isNegative() || count < 0 || count > MOST_POINTS) {
      throw new GridException("ENTSO-E: a period of %d points".formatted(count));
    }
    var given = new TreeMap<Integer, Double>();
    for (var point : descendants(period, "Point")) {
      given.put(
          Integer.parseInt(text(point, "position", "")),
          Double.parseDouble(text(point, "quantity", "")));
    }
    var points = new TreeMap<Instant, Double>();
    for (var position = 1; position <= count; position++) {
      var value = carried ? given.floorEntry(position) : given.ceilingEntry(position);
      if (value != null && (carried || value.getKey() == position)) {
        points.put(start.plus(step.multipliedBy(position - 1)), value.getValue());
      }
    }
    return points;
  }

  private static List<Element> descendants(Element parent, String localName) {
    var nodes = parent.getElementsByTagNameNS("*", localName);
    var elements = new ArrayList<Element>();
    for (var index = 0; index < nodes.getLength(); index++) {
      elements.add((Element) nodes.item(index));
    }
    return elements;
  }

  private static String text(Element parent, String localName, String otherwise) {
    var found = descendants(parent, localName);
    return found.isEmpty() ? otherwise : found.get(0).getTextContent().strip();
  }
}
