//! A llama model by candle, with its weights as f32: what the engine of the page is measured beside, and a second opinion on its
//! answers.
//!
//! candle computes with the 4-bit weights as they are, too, but several times slower: it reads all of them again for every token.

use candle_core::quantized::gguf_file::{Content, Value};
use candle_core::{DType, Device, Error, Result, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::llama::{Cache, Config, Llama};
use std::collections::HashMap;
use std::io::{Read, Seek};

/// A model that answers.
pub struct Model {
    llama: Llama,
    /// Holds rotations and masks. It keeps nothing of a prompt.
    cache: Cache,
}

impl Model {
    /// Opens a GGUF file of the architecture `llama` with tied embeddings.
    ///
    /// # Errors
    /// What candle says of a file that is damaged or of another kind.
    pub fn open(file: &mut (impl Read + Seek)) -> Result<Self> {
        let content = Content::read(file)?;
        let config = config(&content)?;
        let mut tensors = HashMap::new();
        for name in content.tensor_infos.keys() {
            let tensor = content.tensor(file, name, &Device::Cpu)?;
            let tensor = tensor.dequantize(&Device::Cpu)?;
            let (name, heads) = renamed(name, &config)?;
            tensors.insert(
                name,
                match heads {
                    Some(heads) => halves(&tensor, heads)?,
                    None => tensor,
                },
            );
        }
        let tensors = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
        Ok(Self {
            llama: Llama::load(tensors, &config)?,
            cache: Cache::new(false, DType::F32, &config, &Device::Cpu)?,
        })
    }

    /// Returns the natural logarithm of the probability of every token of the vocabulary after these tokens.
    ///
    /// # Errors
    /// No tokens, more of them than the model was made for, or one that it does not have.
    pub fn next(&mut self, tokens: &[u32]) -> Result<Vec<f32>> {
        let tokens = Tensor::new(tokens, &Device::Cpu)?.unsqueeze(0)?;
        let logits = self.llama.forward(&tokens, 0, &mut self.cache)?;
        candle_nn::ops::log_softmax(&logits.squeeze(0)?, 0)?.to_vec1()
    }
}

fn config(content: &Content) -> Result<Config> {
    let value = |key: &str| -> Result<&Value> {
        let key = format!("llama.{key}");
        let value = content.metadata.get(&key);
        value.ok_or_else(|| Error::msg(format!("the file does not say {key}")))
    };
    let number = |key: &str| Ok::<_, Error>(value(key)?.to_u32()? as usize);
    Ok(Config {
        hidden_size: number("embedding_length")?,
        intermediate_size: number("feed_forward_length")?,
        vocab_size: number("vocab_size")?,
        num_hidden_layers: number("block_count")?,
        num_attention_heads: number("attention.head_count")?,
        num_key_value_heads: number("attention.head_count_kv")?,
        use_flash_attn: false,
        rms_norm_eps: value("attention.layer_norm_rms_epsilon")?.to_f32()?.into(),
        rope_theta: value("rope.freq_base")?.to_f32()?,
        bos_token_id: None,
        eos_token_id: None,
        rope_scaling: None,
        max_position_embeddings: number("context_length")?,
        tie_word_embeddings: true,
    })
}

/// The name that candle has for a tensor of a GGUF file, and the number of heads if its rows are in the order of GGUF's rotation.
fn renamed(name: &str, config: &Config) -> Result<(String, Option<usize>)> {
    let other = || Error::msg(format!("the tensor {name} is not known"));
    let name = match name {
        "token_embd.weight" => "model.embed_tokens.weight".to_owned(),
        "output_norm.weight" => "model.norm.weight".to_owned(),
        _ => {
            let of_layer = name
                .strip_prefix("blk.")
                .and_then(|rest| rest.split_once('.'));
            let (layer, part) = of_layer.ok_or_else(other)?;
            let (part, heads) = match part {
                "attn_norm.weight" => ("input_layernorm", None),
                "attn_q.weight" => ("self_attn.q_proj", Some(config.num_attention_heads)),
                "attn_k.weight" => ("self_attn.k_proj", Some(config.num_key_value_heads)),
                "attn_v.weight" => ("self_attn.v_proj", None),
                "attn_output.weight" => ("self_attn.o_proj", None),
                "ffn_norm.weight" => ("post_attention_layernorm", None),
                "ffn_gate.weight" => ("mlp.gate_proj", None),
                "ffn_up.weight" => ("mlp.up_proj", None),
                "ffn_down.weight" => ("mlp.down_proj", None),
                _ => return Err(other()),
            };
            return Ok((format!("model.layers.{layer}.{part}.weight"), heads));
        }
    };
    Ok((name, None))
}

/// Puts the rows of each head in the order that candle rotates: GGUF has the two of a pair beside each other, candle half a head
/// apart.
fn halves(tensor: &Tensor, heads: usize) -> Result<Tensor> {
    let (rows, columns) = tensor.dims2()?;
    tensor
        .reshape((heads, rows / heads / 2, 2, columns))?
        .transpose(1, 2)?
        .contiguous()?
        .reshape((rows, columns))
}

/// The boundary to JavaScript.
#[cfg(target_arch = "wasm32")]
mod page {
    use super::Model;
    use js_sys::Uint8Array;
    use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
    use wasm_bindgen::prelude::*;

    /// A file in the memory of JavaScript, so that it is not in that of WebAssembly as well.
    struct File {
        bytes: Uint8Array,
        at: u32,
    }

    impl Read for File {
        fn read(&mut self, into: &mut [u8]) -> Result<usize> {
            let left = self.bytes.length().saturating_sub(self.at);
            let length = into.len().min(left as usize);
            let end = self.at + length as u32;
            let piece = self.bytes.subarray(self.at, end);
            piece.copy_to(&mut into[..length]);
            self.at = end;
            Ok(length)
        }
    }

    impl Seek for File {
        fn seek(&mut self, to: SeekFrom) -> Result<u64> {
            let place = match to {
                SeekFrom::Start(place) => i64::try_from(place).unwrap_or(i64::MAX),
                SeekFrom::Current(more) => i64::from(self.at).saturating_add(more),
                SeekFrom::End(more) => i64::from(self.bytes.length()).saturating_add(more),
            };
            self.at = u32::try_from(place).map_err(|_| Error::from(ErrorKind::InvalidInput))?;
            Ok(self.at.into())
        }
    }

    #[wasm_bindgen]
    pub struct Candle(Model);

    #[wasm_bindgen]
    impl Candle {
        /// Opens the bytes of a GGUF file.
        pub fn open(bytes: Uint8Array) -> std::result::Result<Candle, JsError> {
            // 64 KiB at a time: the header is read in many small pieces.
            let mut file = std::io::BufReader::with_capacity(1 << 16, File { bytes, at: 0 });
            Ok(Self(Model::open(&mut file)?))
        }

        /// The natural logarithm of the probability of every token of the vocabulary after these.
        pub fn next(&mut self, tokens: &[u32]) -> std::result::Result<Vec<f32>, JsError> {
            Ok(self.0.next(tokens)?)
        }
    }
}
