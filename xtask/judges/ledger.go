// Command ledger checks a served log with the Go project's own note and tlog packages: the
// checkpoint's signature, every entry against every tile, and that the log only ever grew.
//
// Use: go run ledger.go URL, where URL/ledger/key, URL/ledger/checkpoint and the tiles are.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight     = 8
	bundleEntries  = 1 << tileHeight
	earlierSizes   = 50
	waitForEntries = 60 * time.Second
	bodyBytesMax   = 32 << 20
)

func main() {
	if len(os.Args) != 2 {
		fail("use: ledger URL")
	}
	served := log{url: strings.TrimSuffix(os.Args[1], "/") + "/ledger"}
	keys := served.keys()
	tree := served.awaitTree(keys)
	entries := served.entries(tree.N)
	hashes := store(entries)
	checkRoot(tree, hashes)
	checkEntries(served, tree, entries)
	sizes := checkGrowth(served, tree, hashes)
	checkThatLiesAreSeen(served, tree, keys, entries)
	fmt.Printf("x/mod tlog: %d entries, every one proved; consistent with %d earlier sizes\n", tree.N, sizes)
}

func fail(format string, values ...interface{}) {
	fmt.Fprintf(os.Stderr, "x/mod tlog: "+format+"\n", values...)
	os.Exit(1)
}

func must(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

// A log as it is served.
type log struct{ url string }

func (l log) get(path string) []byte {
	response, err := http.Get(l.url + path)
	must(err, path)
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, bodyBytesMax))
	must(err, path)
	if response.StatusCode != http.StatusOK {
		fail("%s: status %s", path, response.Status)
	}
	return body
}

func (l log) keys() note.Verifiers {
	var keys []note.Verifier
	for _, line := range strings.Fields(string(l.get("/key"))) {
		key, err := note.NewVerifier(line)
		must(err, "/ledger/key")
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		fail("/ledger/key holds no key")
	}
	return note.VerifierList(keys...)
}

// awaitTree opens checkpoints until one has entries.
func (l log) awaitTree(keys note.Verifiers) tlog.Tree {
	for end := time.Now().Add(waitForEntries); ; time.Sleep(200 * time.Millisecond) {
		tree := openCheckpoint(l.get("/checkpoint"), keys)
		if tree.N > 0 {
			return tree
		}
		if time.Now().After(end) {
			fail("the log is still empty after %v", waitForEntries)
		}
	}
}

func openCheckpoint(text []byte, keys note.Verifiers) tlog.Tree {
	opened, err := note.Open(text, keys)
	must(err, "/ledger/checkpoint")
	lines := strings.SplitN(opened.Text, "\n", 4)
	if len(lines) < 4 || lines[0] != opened.Sigs[0].Name {
		fail("the checkpoint's origin %q is not the key's name %q", lines[0], opened.Sigs[0].Name)
	}
	var tree tlog.Tree
	_, err = fmt.Sscanf(lines[1], "%d", &tree.N)
	must(err, "the checkpoint's size")
	tree.Hash, err = tlog.ParseHash(lines[2])
	must(err, "the checkpoint's root")
	return tree
}

// entries reads every entry bundle of the tree.
func (l log) entries(size int64) [][]byte {
	var entries [][]byte
	for first := int64(0); first < size; first += bundleEntries {
		width := size - first
		if width > bundleEntries {
			width = bundleEntries
		}
		tile := tlog.Tile{H: tileHeight, L: -1, N: first / bundleEntries, W: int(width)}
		path := "/tile/entries" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/data", tileHeight))
		bundle := l.get(path)
		for n := int64(0); n < width; n++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				fail("%s ends inside entry %d", path, n)
			}
			length := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:length])
			bundle = bundle[length:]
		}
		if len(bundle) != 0 {
			fail("%s holds more than %d entries", path, width)
		}
	}
	return entries
}

// store hashes the entries anew, without any tile.
func store(entries [][]byte) tlog.HashReaderFunc {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for at, index := range indexes {
			found[at] = stored[index]
		}
		return found, nil
	})
	for n, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(n), entry, read)
		must(err, "hashing the entries")
		stored = append(stored, hashes...)
	}
	return read
}

func checkRoot(tree tlog.Tree, hashes tlog.HashReader) {
	root, err := tlog.TreeHash(tree.N, hashes)
	must(err, "hashing the entries")
	if root != tree.Hash {
		fail("the entries hash to %v, the checkpoint says %v", root, tree.Hash)
	}
}

// tiles reads tiles from the log; tlog checks each against the tree.
type tiles struct {
	log  log
	kept map[tlog.Tile][]byte
}

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		if t.kept[tile] == nil {
			t.kept[tile] = t.log.get("/tile" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d", tileHeight)))
		}
		found = append(found, t.kept[tile])
	}
	return found, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func checkEntries(served log, tree tlog.Tree, entries [][]byte) {
	hashes := tlog.TileHashReader(tree, tiles{served, map[tlog.Tile][]byte{}})
	for n, entry := range entries {
		proof, err := tlog.ProveRecord(tree.N, int64(n), hashes)
		must(err, fmt.Sprintf("proving entry %d from the tiles", n))
		err = tlog.CheckRecord(proof, tree.N, tree.Hash, int64(n), tlog.RecordHash(entry))
		must(err, fmt.Sprintf("checking entry %d", n))
	}
}

// checkGrowth proves from the tiles that the tree extends earlier ones, whose roots come from
// the entries alone; it returns how many.
func checkGrowth(served log, tree tlog.Tree, hashes tlog.HashReader) int {
	fromTiles := tlog.TileHashReader(tree, tiles{served, map[tlog.Tile][]byte{}})
	checked := 0
	step := tree.N/earlierSizes + 1
	for size := int64(1); size < tree.N; size += step {
		root, err := tlog.TreeHash(size, hashes)
		must(err, "hashing an earlier tree")
		proof, err := tlog.ProveTree(tree.N, size, fromTiles)
		must(err, fmt.Sprintf("proving growth from %d", size))
		must(tlog.CheckTree(proof, tree.N, tree.Hash, size, root), fmt.Sprintf("growth from %d", size))
		checked++
	}
	return checked
}

// checkThatLiesAreSeen proves that the checks above can fail.
func checkThatLiesAreSeen(served log, tree tlog.Tree, keys note.Verifiers, entries [][]byte) {
	forged := append([]byte{}, entries[0]...)
	forged[0] ^= 1
	proof, err := tlog.ProveRecord(tree.N, 0, tlog.TileHashReader(tree, tiles{served, map[tlog.Tile][]byte{}}))
	must(err, "proving entry 0")
	if tlog.CheckRecord(proof, tree.N, tree.Hash, 0, tlog.RecordHash(forged)) == nil {
		fail("a changed entry was accepted")
	}
	checkpoint := served.get("/checkpoint")
	if _, err := note.Open(bytes.Replace(checkpoint, []byte("\n"), []byte("x\n"), 1), keys); err == nil {
		fail("a changed checkpoint was accepted")
	}
}
