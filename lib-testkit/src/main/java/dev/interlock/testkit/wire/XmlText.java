package dev.interlock.testkit.wire;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the small XML documents that services answer with. */
public final class XmlText {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private XmlText() throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    /** What goes into an element. */
    @FunctionalInterface
    public interface Content {
        /** Writes it. */
        void write(XmlText xml) throws XMLStreamException;
    }

    /** A document of one element. */
    public static String document(String root, Content content) {
        try {
            XmlText document = new XmlText();
            document.xml.writeStartDocument("UTF-8", "1.0");
            document.element(root, content);
            document.xml.writeEndDocument();
            return document.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write <" + root + ">", e);
        }
    }

    /** An element of elements. */
    public void element(String name, Content content) throws XMLStreamException {
        xml.writeStartElement(name);
        content.write(this);
        xml.writeEndElement();
    }

    /** An element of text. */
    public void element(String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }
}
