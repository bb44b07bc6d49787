func decodePointer[T any](
	decode func(json.RawMessage) (T, error),
) func(json.RawMessage) (*T, error) {
	return func(data json.RawMessage) (*T, error) {
		value, err := decode(data)
		return &value, err
	}
}
