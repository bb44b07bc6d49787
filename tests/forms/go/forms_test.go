package formsclient

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"math"
	"math/big"
	"net/netip"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestWhatSerdeWritesComesBackUnchanged(t *testing.T) {
	file, err := os.Open("samples.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(file)
	count := 0
	for ; lines.Scan(); count++ {
		name, sample := nameAndJSON(t, lines.Text())
		written, err := again(name, sample)
		if err != nil {
			t.Errorf("%s: %s: %v", name, sample, err)
		} else if !reflect.DeepEqual(exact(t, written), exact(t, sample)) {
			t.Errorf("%s: %s became %s", name, sample, written)
		}
	}
	if count < 100 {
		t.Errorf("only %d samples", count)
	}
}

func nameAndJSON(t *testing.T, line string) (string, []byte) {
	t.Helper()
	var parts []json.RawMessage
	var name string
	if err := json.Unmarshal([]byte(line), &parts); err != nil {
		t.Fatal(line, err)
	}
	if err := json.Unmarshal(parts[0], &name); err != nil {
		t.Fatal(line, err)
	}
	return name, parts[1]
}

// exact keeps numbers as they are written.
func exact(t *testing.T, data []byte) (value any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return value
}

func TestWhatNoServerSendsIsRefused(t *testing.T) {
	for _, sample := range [][2]string{
		{"Point", `[1.0]`},
		{"Point", `[1.0,2.0,3.0]`},
		{"Point", `{"F0":1.0,"F1":2.0}`},
		{"Point", `null`},
		{"Empty", `{}`},
		{"Braces", `[]`},
		{"Unit", `{}`},
		{"Maybe", `"1"`},
		{"BigId", `-1`},
		{"BigId", `340282366920938463463374607431768211456`},
		{"BigId", `1.0`},
		{"r.big params", `170141183460469231731687303715884105728`},
		{"Seqs", `{}`},
		{"Shared", `{"a":null,"b":false,"c":[]}`},
		{"Sparse", `{}`},
		{"Sparse", `{"f":null,"b":null}`},
		{"Tagged", `{"type":"Other","a":"a"}`},
		{"Strict", `{"a":"a"}`},
		{"Shape", `{"New":"x"}`},
		{"Shape", `{"New":1,"Tup":[1,"x"]}`},
		{"Shape", `{}`},
		{"Shape", `7`},
		{"Shape", `{"Tup":[1]}`},
		{"Shape", `{"Str":{}}`},
		{"Int", `{"t":"Struct"}`},
		{"Int", `{"a":1}`},
		{"Int", `{"t":"OfMap","k":"x"}`},
		{"Int", `"Unit"`},
		{"Int", `{"t":"Nested"}`},
		{"Int", `{"t":"Nested","New":"x"}`},
		{"Adj", `{"t":"New"}`},
		{"Adj", `{"c":1}`},
		{"Adj", `{"t":"Str","c":{}}`},
		{"Unt2", `{}`},
		{"Unt2", `{"p":1}`},
		{"Part", `{"B":"x"}`},
		{"Part", `{"Z":1}`},
		{"PartInt", `{"t":"Z"}`},
		{"FlatInt", `{"id":1}`},
		{"FlatInt", `{"u":"A"}`},
		{"FlatRest", `{"id":1,"k":1}`},
		{"Keys", `{"s":[]}`},
		{"Link", `{"next":null,"kids":[],"by":{}}`},
		{"r.arr params", `["2024-01-31T12:00:00Z"]`},
		{"r.arr params", `["2024-01-31T12:00:00Z","now"]`},
		{"r.bytes result", `[256]`},
		{"r.bytes result", `"AQI="`},
		{"r.map result", `{"lo w":"x"}`},
		{"r.map params", `{"x":null}`},
		{"r.number result", `"1"`},
		{"r.ip result", `"1.2.3"`},
	} {
		if written, err := again(sample[0], []byte(sample[1])); err == nil {
			t.Errorf("%s: %s became %s", sample[0], sample[1], written)
		}
	}
}

func TestVariantsOfANewerServerAreKept(t *testing.T) {
	for _, sample := range [][2]string{
		{"Shape", `"New in 2"`},
		{"Shape", `{"Hex":[1,{"a":null}]}`},
		{"Int", `{"t":"Later","a":[1.0]}`},
		{"Adj", `{"t":"Later","c":{"x":1}}`},
		{"Oth", `{"t":"Later"}`},
		{"OthUnit", `"Later"`},
		{"Level", `"middle"`},
		{"FlatExt", `{"id":1,"Later":{"a":1}}`},
		{"FlatInt", `{"id":1,"u":"Later","a":1}`},
		{"FlatOpt", `{"id":1,"u":"Later","a":1}`},
	} {
		written, err := again(sample[0], []byte(sample[1]))
		if err != nil || !reflect.DeepEqual(exact(t, written), exact(t, []byte(sample[1]))) {
			t.Errorf("%s: %s became %s: %v", sample[0], sample[1], written, err)
		}
	}
}

// caller keeps what it is called with, and answers with the same.
type caller struct {
	sent  []byte
	reply string
}

func (c *caller) Call(_ context.Context, _ string, params any) (data []byte, err error) {
	if c.sent, err = encode(params); c.reply != "" {
		return []byte(c.reply), err
	}
	return c.sent, err
}

func TestWhatIsUnsetIsNotSent(t *testing.T) {
	text, seven, zero := "", int32(7), uint8(1)
	level := LevelHigh
	for _, test := range []struct {
		params Patch
		want   string
	}{
		{Patch{K: ShapeUnit{}}, `{"k":"Unit","q":null}`},
		{Patch{}, `{"q":null}`},
		{
			Patch{
				A: Optional[*string]{Set: true},
				B: NewOptional([]string{}),
				H: NewOptional[*big.Int](nil),
				U: NewOptional(json.RawMessage(`[1]`)),
				P: json.RawMessage(`null`),
				I: []uint8{},
				L: map[string]string{},
				T: []byte{},
			},
			`{"a":null,"b":[],"h":null,"i":[],"l":{},"p":null,"q":null,"t":[],"u":[1]}`,
		},
		{
			Patch{
				A: NewOptional(&text),
				B: NewOptional([]string(nil)),
				C: &text,
				D: &text,
				E: &seven,
				F: true,
				G: math.Copysign(0, -1),
				H: NewOptional(big.NewInt(5)),
				J: ShapeRec{},
				M: big.NewInt(0),
				N: "1e3",
				O: Names{},
				Q: &text,
				R: &zero,
				S: &Point{1, 2},
				V: &level,
			},
			`{"a":"","b":null,"c":"","d":"","e":7,"f":true,"g":-0.0,"h":5,"j":{"Rec":[]},"m":0,"n":1e3,` +
				`"o":[],"q":"","r":1,"s":[1.0,2.0],"v":"hi\"gh"}`,
		},
	} {
		c := &caller{reply: "null"}
		if err := NewAPIClientWithCaller(c).Patch(t.Context(), test.params); err != nil {
			t.Error(err)
		}
		if !reflect.DeepEqual(exact(t, c.sent), exact(t, []byte(test.want))) {
			t.Errorf("%s was sent, not %s", c.sent, test.want)
		}
	}
}

func TestTuplesEndWhereTheRestIsUnset(t *testing.T) {
	five := int32(5)
	for want, params := range map[string]Short{
		`["a"]`:              {F0: "a"},
		`["a",5]`:            {F0: "a", F1: &five},
		`["a",5,true]`:       {F0: "a", F2: true},
		`["a",5,false,null]`: {F0: "a", F3: NewOptional[*string](nil)},
	} {
		if data, err := json.Marshal(params); err != nil || string(data) != want {
			t.Errorf("%s %v, not %s", data, err, want)
		}
	}
}

func TestNilIsEmptyWhereNullIsNotAllowed(t *testing.T) {
	for want, value := range map[string]any{
		`[]`:                                 Names(nil),
		`{"a":null,"b":false,"c":[],"d":""}`: Shared{},
		`{"Rec":[]}`:                         ShapeRec{},
		`{"t":"OfMap"}`:                      IntOfMap{},
		`{"Opt":null}`:                       ShapeOpt{},
		`"Unit"`:                             ShapeUnit{},
		`null`:                               UntNull{},
		`0`:                                  BigId{},
		`{"id":0,"New":1,"r":2}`:             FlatOpt{Shape: ShapeNew{1}, Rest: map[string]int32{"r": 2}},
		`{"t":"A","a":1,"Unit":null}`:        FlatVarA{A: 1, S: ShapeUnit{}},
		`{"t":"Str","c":{"a":1}}`:            AdjStr{A: 1},
		`{"t":"Unit"}`:                       AdjUnit{},
		`{"t":"Opt","c":null}`:               AdjOpt{},
		`{"type":"Tagged","a":"x"}`:          Tagged{A: "x"},
		`{"a":"x"}`:                          StrictInput{A: "x"},
		`{"id":0,"u":"A","e":[1],"x":1,"y":""}`: FlatInt{
			Kind:  Int2A{},
			More:  &Inner{X: 1},
			Extra: map[string]json.RawMessage{"e": json.RawMessage("[1]")},
		},
	} {
		data, err := json.Marshal(value)
		if err != nil || !reflect.DeepEqual(exact(t, data), exact(t, []byte(want))) {
			t.Errorf("%T: %s %v, not %s", value, data, err, want)
		}
	}
}

func TestWhatTheServerWouldNotTakeIsNotSent(t *testing.T) {
	client := NewAPIClientWithCaller(&caller{})
	ctx := t.Context()
	refused := func(_ any, err error) {
		t.Helper()
		if err == nil {
			t.Error("it was sent")
		}
	}
	refused(client.RFloat(ctx, math.NaN()))
	refused(client.RFloat(ctx, math.Inf(1)))
	refused(client.RBig(ctx, new(big.Int).Lsh(big.NewInt(1), 127)))
	refused(client.RNumber(ctx, "1,5"))
	refused(client.RIp(ctx, netip.Addr{}))
	refused(client.RMap(ctx, map[int32]Unt{1: nil}))
	refused(client.EchoInts(ctx, Ints{Nz: 0, Nzbig: big.NewInt(1)}))
	refused(client.EchoInts(ctx, Ints{Nz: 1}))
	refused(client.EchoKeys(ctx, Keys{F: map[float64]int32{math.NaN(): 1}}))
	refused(client.EchoFlatext(ctx, FlatExt{}))
	refused(client.EchoLevel(ctx, ""))
	refused(client.EchoMeters(ctx, Meters(math.NaN())))
	refused(client.EchoOdd(ctx, Odd{Class: "\xff"}))
	refused(nil, client.Patch(ctx, Patch{R: new(uint8)}))
	refused(client.RArr(ctx, [2]time.Time{time.Now().AddDate(9000, 0, 0), {}}))
}

func TestNullIsNaNWhereTheServerSendsFloats(t *testing.T) {
	client := NewAPIClientWithCaller(&caller{reply: `null`})
	if value, err := client.RFloat(t.Context(), 1); err != nil || !math.IsNaN(value) {
		t.Error(value, err)
	}
}

func TestWhatACallSendsItReads(t *testing.T) {
	client := NewAPIClientWithCaller(&caller{})
	shape := ShapeStr{A: 1}
	if value, err := client.EchoShape(t.Context(), shape); err != nil || value != Shape(shape) {
		t.Error(value, err)
	}
	if value, err := client.RBytes(t.Context(), nil); err != nil || len(value) != 0 {
		t.Error(value, err)
	}
	if err := client.RNull(t.Context()); err != nil {
		t.Error(err)
	}
	if value, err := client.EchoUnt(t.Context(), UntFloat{1}); err != nil || value != Unt(UntFloat{1}) {
		t.Error(value, err)
	}
	if value, err := client.EchoUnt(t.Context(), UntInt{1}); err != nil || value != Unt(UntInt{1}) {
		t.Error(value, err)
	}
}

func TestFaultsNameTheirPlace(t *testing.T) {
	for sample, want := range map[[2]string]string{
		{"Node", `{"next":null,"kids":[{"next":1}],"by":{},"link":null}`}: "at $.kids[0].next:",
		{"FlatInt", `{"id":1,"u":"B","z":1}`}:                             "at $.z:",
		{"Shape", `{"Tup":[1,2]}`}:                                        "at $.Tup[1]:",
	} {
		if _, err := again(sample[0], []byte(sample[1])); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v: %v, not %s", sample, err, want)
		}
	}
}
