// Elements. Text goes in as text only; nothing here parses markup.

const byID = (id) => document.getElementById(id);

// make is a new element with attributes and content: texts and elements.
// Attributes that are false, null or undefined are left out; one that is true is
// empty; on… is a listener.
function make(tag, attributes, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...content.flat().filter((part) => part !== null && part !== undefined && part !== false));
  return element;
}

const svgSpace = "http://www.w3.org/2000/svg";

function makeSVG(tag, attributes, ...content) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...content);
  return element;
}

// foreignText is text of the data, kept apart from the direction of what stands around it.
const foreignText = (text) => make("bdi", null, text);
