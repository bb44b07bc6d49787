func decodeOption[T any](
	decode func(json.RawMessage) (T, error),
) func(json.RawMessage) (T, error) {
	return func(data json.RawMessage) (T, error) {
		if len(data) == 0 || string(data) == "null" {
			var none T
			return none, nil
		}
		return decode(data)
	}
}
