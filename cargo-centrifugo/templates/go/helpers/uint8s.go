// Uint8s is an array of numbers in JSON; encoding/json would make a []uint8 a base64 string.
type Uint8s []uint8

// MarshalJSON implements json.Marshaler.
func (v Uint8s) MarshalJSON() ([]byte, error) {
	numbers := make([]uint16, len(v))
	for i, number := range v {
		numbers[i] = uint16(number)
	}
	return json.Marshal(numbers)
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *Uint8s) UnmarshalJSON(data []byte) error {
	var numbers []uint16
	if err := json.Unmarshal(data, &numbers); err != nil {
		return err
	}
	values := make(Uint8s, len(numbers))
	for i, number := range numbers {
		if number > 255 {
			return fmt.Errorf("[%d]: %d is more than 255", i, number)
		}
		values[i] = uint8(number)
	}
	*v = values
	return nil
}
