package store

import "fmt"

// Clone returns a copy that shares no memory with b. An adapter needs it that works on a batch
// after Commit has returned, because callers use their slices again.
func (b Batch) Clone() Batch {
	c := Batch{
		If:     append([]Cond(nil), b.If...),
		Put:    append([]Record(nil), b.Put...),
		Delete: append([]string(nil), b.Delete...),
	}
	for i, r := range c.Put {
		c.Put[i].Value = append([]byte{}, r.Value...)
	}
	return c
}

// CheckBatch answers ErrInvalid unless b keeps the limits: valid keys, at most MaxBatch of them,
// values up to MaxValue, MaxBytes in all, and no key twice in Put and Delete together. The error
// names the field.
func CheckBatch(b Batch) error {
	if len(b.If) > MaxBatch {
		return fmt.Errorf("%w: If: %d conditions, at most %d", ErrInvalid, len(b.If), MaxBatch)
	}
	size := 0
	named := make(map[string]bool, len(b.If)+len(b.Put)+len(b.Delete)) // true when written
	for i, c := range b.If {
		if !validKey(c.Key) {
			return checkKey(fmt.Sprintf("If[%d].Key", i), c.Key)
		}
		named[c.Key] = false
		size += len(c.Key)
	}
	for i, r := range b.Put {
		if err := checkWritten(named, "Put[%d].Key", i, r.Key); err != nil {
			return err
		}
		if len(r.Value) > MaxValue {
			return fmt.Errorf("%w: Put[%d].Value: %d bytes, at most %d", ErrInvalid, i, len(r.Value), MaxValue)
		}
		size += len(r.Key) + len(r.Value)
	}
	for i, k := range b.Delete {
		if err := checkWritten(named, "Delete[%d]", i, k); err != nil {
			return err
		}
		size += len(k)
	}
	if len(named) > MaxBatch {
		return fmt.Errorf("%w: batch: %d keys, at most %d", ErrInvalid, len(named), MaxBatch)
	}
	if size > MaxBytes {
		return fmt.Errorf("%w: batch: %d bytes, at most %d", ErrInvalid, size, MaxBytes)
	}
	return nil
}

// checkWritten refuses a key that is written for the second time. field is a format; it is filled
// in only for an error.
func checkWritten(named map[string]bool, field string, i int, key string) error {
	if !validKey(key) {
		return checkKey(fmt.Sprintf(field, i), key)
	}
	if named[key] {
		return fmt.Errorf("%w: "+field+": %q is written twice", ErrInvalid, i, key)
	}
	named[key] = true
	return nil
}
