"""What pages show: fields, tags, exports, pictures."""
