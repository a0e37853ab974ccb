import { optimize } from "svgo";

/** An element of an XML text: its name, attributes and the text right inside. */
export interface XmlElement {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
}

/** The elements of an XML text in their order, read by SVGO's strict parser; throws for what is no XML. */
export function parseXml(xml: string): XmlElement[] {
  const elements: XmlElement[] = [];
  optimize(xml, {
    plugins: [
      {
        name: "collect",
        fn: () => ({
          element: {
            enter({ name, attributes, children }) {
              elements.push({ tag: name, attributes, text: children.map((child) => (child.type === "text" ? child.value : "")).join("") });
            },
          },
        }),
      },
    ],
  });
  return elements;
}
