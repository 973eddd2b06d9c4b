package dev.interlock.testkit.s3;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the small XML documents that S3 answers with. */
final class S3Xml {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private S3Xml() throws XMLStreamException {
        xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    }

    /** What goes into an element. */
    interface Content {
        void write(S3Xml xml) throws XMLStreamException;
    }

    static String document(String root, Content content) {
        try {
            S3Xml document = new S3Xml();
            document.xml.writeStartDocument("UTF-8", "1.0");
            document.element(root, content);
            document.xml.writeEndDocument();
            return document.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write <" + root + ">", e);
        }
    }

    void element(String name, Content content) throws XMLStreamException {
        xml.writeStartElement(name);
        content.write(this);
        xml.writeEndElement();
    }

    void element(String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }
}
