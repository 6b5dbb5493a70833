"""Words that the demo company is made of: names, streets, companies, devices, goods, and what people write."""
