# A slice of a decoder: layers, with the embedding before them and the head after them where the slice has those.
# Rows are the positions of all sessions of a batch, one session after the other.
class Slice:
  shape : __torch__.layer.Shape
  dtype : int
  embedding : List[Tensor]
  layers : List[__torch__.layer.Layer]
  head : List[__torch__.linear.Linear]

  def __init__(self: __torch__.slice.Slice, shape: __torch__.layer.Shape, dtype: int, embedding: List[Tensor], layers: List[__torch__.layer.Layer], head: List[__torch__.linear.Linear]) -> NoneType:
    self.shape = shape
    self.dtype = dtype
    self.embedding = embedding
    self.layers = layers
    self.head = head
    return None

  def pack(self: __torch__.slice.Slice, index: int) -> bool:
    if index < torch.len(self.layers):
      done = (self.layers[index]).pack()
    else:
      for i in range(torch.len(self.head)):
        done = (self.head[i]).pack()
    return index < torch.len(self.layers) + torch.len(self.head) - 1

  # input: token ids (rows) on the first slice, else hidden states (rows, hidden)
  # counts, starts: rows of each session, and the position of its first row
  # rope: (positions, 2, size), cosines and signed sines; positions: (rows)
  # sampled: the rows whose logits are wanted, on the last slice
  # gives hidden states (rows, hidden), or logits (sampled, vocabulary), in fp32
  def run(self: __torch__.slice.Slice, input: Tensor, counts: List[int], starts: List[int], caches: List[__torch__.cache.Cache], rope: Tensor, positions: Tensor, sampled: List[int]) -> Tensor:
    if torch.len(self.embedding) > 0:
      x = torch.to(torch.embedding(self.embedding[0], input), self.dtype)        # (rows, hidden)
    else:
      x = torch.to(input, self.dtype)                                              # (rows, hidden)
    step = __torch__.step.Step.__new__(__torch__.step.Step)
    made = (step).__init__(self.shape, self.dtype, counts, starts, caches, rope, positions)
    for i in range(torch.len(self.layers)):
      x = (self.layers[i]).run(x, step, i)                                         # (rows, hidden)
    if torch.len(self.head) == 0:
      result = torch.to(x, 6)                                                      # (rows, hidden)
    else:
      if torch.len(sampled) == 0:
        result = torch.empty([0], dtype=6, layout=None, device=None, pin_memory=None)
      else:
        if torch.len(sampled) < torch.size(x, 0):
          wanted = torch.tensor(sampled, dtype=4, device=None, requires_grad=False)
          x = torch.index_select(x, 0, wanted)                                     # (sampled, hidden)
        result = torch.to((self.head[0]).of_norm(x, self.shape.epsilon), 6)        # (sampled, vocabulary)
    return result
