package io.patchdrop.learn.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * XChart's SVG made fit for a page: colours become CSS variables, backgrounds and letters drawn as outlines go (the page
 * shows through, and texts are added as text), ids become unique and stable, coordinates get two decimals.
 */
final class SvgWriter {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}");

    private final Document document;
    private final Element root;
    private final String id;
    private final List<Double> yTicks = new ArrayList<>();

    private SvgWriter(Document document, String id) {
        this.document = document;
        this.root = document.getDocumentElement();
        this.id = id;
    }

    /** @param id prefix of the ids within the picture */
    static SvgWriter draw(XYChart chart, String id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            SvgWriter writer = new SvgWriter(
                    factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes.toByteArray())), id);
            writer.clean(writer.root);
            return writer;
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("XChart's SVG cannot be read back", e);
        }
    }

    /** Where XChart put the ticks of the y axis, in pixels. */
    List<Double> yTicks() {
        return List.copyOf(yTicks);
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    void text(double x, double y, String anchor, Ink ink, String content) {
        add(x, y, anchor, ink, content);
    }

    /** A text with a halo of the background, so that it can be read on a line. */
    void label(double x, double y, String anchor, Ink ink, String content) {
        add(x, y, anchor, ink, content).setAttribute("class", "label");
    }

    void line(double x1, double y1, double x2, double y2, Ink ink) {
        Element line = document.createElementNS(NAMESPACE, "line");
        line.setAttribute("x1", Numbers.brief(x1, 1));
        line.setAttribute("y1", Numbers.brief(y1, 1));
        line.setAttribute("x2", Numbers.brief(x2, 1));
        line.setAttribute("y2", Numbers.brief(y2, 1));
        line.setAttribute("style", "stroke:" + ink.css() + ";stroke-width:0.75");
        root.appendChild(line);
    }

    /** The finished {@code <svg>} element, named for screen readers. */
    String finish(String title, String description, String viewBox) {
        for (String name : List.of("width", "height", "x", "y", "version")) {
            root.removeAttribute(name);
        }
        root.removeAttributeNS("http://www.w3.org/2000/xmlns/", "xlink");
        root.setAttribute("viewBox", viewBox);
        root.setAttribute("role", "img");
        root.setAttribute("aria-labelledby", id + "-title " + id + "-desc");
        Node first = root.getFirstChild();
        root.insertBefore(named("title", title), first);
        root.insertBefore(named("desc", description), first);
        return serialised();
    }

    private Element add(double x, double y, String anchor, Ink ink, String content) {
        Element text = document.createElementNS(NAMESPACE, "text");
        text.setAttribute("x", Numbers.brief(x, 1));
        text.setAttribute("y", Numbers.brief(y, 1));
        text.setAttribute("text-anchor", anchor);
        text.setAttribute("style", "fill:" + ink.css());
        text.setTextContent(Html.legible(content));
        if (!content.isEmpty()) {
            root.appendChild(text);
        }
        return text;
    }

    private Element named(String tag, String content) {
        Element element = document.createElementNS(NAMESPACE, tag);
        element.setAttribute("id", id + "-" + tag);
        element.setTextContent(Html.legible(content));
        return element;
    }

    private void clean(Element element) {
        NodeList children = element.getChildNodes();
        for (int i = children.getLength() - 1; i >= 0; i--) {
            Node child = children.item(i);
            if (child instanceof Element inner) {
                boolean tick = noteTick(inner);
                clean(inner);
                if (tick || isOutline(inner)) {
                    element.removeChild(inner);
                }
            } else if (child.getTextContent().isBlank()) {
                element.removeChild(child);
            }
        }
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            attribute.setNodeValue(shortened(attribute.getNodeValue()));
        }
        String style = element.getAttribute("style");
        if (!style.isEmpty()) {
            // Only marks are filled without a line; a ring sets them off from what they stand on.
            element.setAttribute(
                    "style", themed(style.replace("stroke:none", "stroke:var(--surface);stroke-width:1.2")));
        }
    }

    /** Letters drawn as outlines, backgrounds, and groups that held nothing else. */
    private static boolean isOutline(Element element) {
        String style = element.getAttribute("style");
        boolean emptyGroup = element.getTagName().equals("g") && !element.hasChildNodes();
        return emptyGroup || style.contains("fill:" + Ink.LETTERS.css()) || style.contains("fill:" + Ink.SURFACE.css());
    }

    /**
     * XChart draws tick marks, and nothing else, as lines in the muted colour. The places on the y axis are kept.
     *
     * @return whether the element is a tick mark
     */
    private boolean noteTick(Element element) {
        boolean tick = element.getAttribute("style").contains("stroke:" + Ink.MUTED.markerText());
        if (tick && !element.getAttribute("x1").equals(element.getAttribute("x2"))) {
            yTicks.add(0, Double.valueOf(element.getAttribute("y1")));
        }
        return tick;
    }

    private String shortened(String value) {
        String unique = value.replaceAll("clip-?\\d+", id + "-clip");
        Matcher matcher = LONG_NUMBER.matcher(unique);
        return matcher.replaceAll(found -> Numbers.brief(Double.parseDouble(found.group()), 2));
    }

    private static String themed(String style) {
        String themed = style;
        for (Ink ink : Ink.values()) {
            themed = themed.replace(ink.markerText(), ink.css());
        }
        return themed;
    }

    private String serialised() {
        StringWriter text = new StringWriter();
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(root), new StreamResult(text));
        } catch (TransformerException e) {
            throw new IllegalStateException("the chart " + id + " cannot be written as SVG", e);
        }
        return text.toString();
    }
}
