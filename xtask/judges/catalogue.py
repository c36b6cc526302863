"""Checks a catalogue in Turtle against the SHACL shapes of CPSV-AP, with pySHACL.

Use: python catalogue.py SHAPES CATALOGUE. The shapes are believed only after they have refused
spoilt copies of the same catalogue.
"""

import sys

from pyshacl import validate
from rdflib import RDF, Graph, Literal, Namespace, URIRef

CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
DCT = Namespace("http://purl.org/dc/terms/")


def demand(holds, what):
    """Stops with a message unless it holds."""
    if not holds:
        sys.exit(f"pySHACL: {what}")


def conforms(graph, shapes):
    """The verdict on a graph, and the report in words."""
    holds, _, text = validate(graph, shacl_graph=shapes, inference="none", advanced=True)
    return holds, text


def spoilt(graph, spoil):
    """A copy of the graph, changed."""
    copy = Graph()
    for triple in graph:
        copy.add(triple)
    spoil(copy)
    return copy


def main(shapes_path, path):
    """Judges one file."""
    shapes = Graph().parse(shapes_path, format="turtle")
    graph = Graph().parse(path, format="turtle")
    services = list(graph.subjects(RDF.type, CPSV.PublicService))
    demand(services, "the catalogue names no public service")
    holds, text = conforms(graph, shapes)
    demand(holds, f"the catalogue breaks the shapes\n{text}")
    one = services[0]
    spoils = {
        "a service without a title": lambda it: it.remove((one, DCT.title, None)),
        "a service without an identifier": lambda it: it.remove((one, DCT.identifier, None)),
        "a service without an authority": lambda it: it.remove((one, CV.hasCompetentAuthority, None)),
        "an input that is a text": lambda it: it.add((one, CPSV.hasInput, Literal("paper"))),
        "a cost that is something else": lambda it: it.add((one, CV.hasCost, URIRef("urn:none"))),
    }
    for what, spoil in spoils.items():
        demand(not conforms(spoilt(graph, spoil), shapes)[0], f"the shapes let {what} pass")
    print(f"{len(services)} services conform; {len(spoils)} spoilt copies do not")


if __name__ == "__main__":
    main(*sys.argv[1:])
