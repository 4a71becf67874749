"""From a source's pages to published facts: fetch, stage, mark, gate, publish."""
